package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	qa "ambassador/bot/faq/entry"
)

// faqFolder is a folder with files of a FAQ, and their reader.
type faqFolder struct {
	*testing.T
	dir   string
	files *faqFiles
}

// folder makes one.
func folder(t *testing.T, builtIn bool, names ...string) faqFolder {
	f := faqFolder{T: t, dir: t.TempDir()}
	for i, name := range names {
		names[i] = filepath.Join(f.dir, name)
	}
	f.files = newFAQFiles(names, builtIn)
	return f
}

// write writes a file that was changed so long ago.
func (f faqFolder) write(name, content string, ago time.Duration) {
	f.Helper()
	f.writeAt(name, content, time.Now().Add(-ago))
}

// writeAt writes a file that was changed at a time.
func (f faqFolder) writeAt(name, content string, at time.Time) {
	f.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		f.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		f.Fatal(err)
	}
}

// wants reads the files: their answers by id, or “nothing new”, and what is wrong.
func (f faqFolder) wants(entries string, problems ...string) {
	f.Helper()
	all, wrong, changed, err := f.files.read()
	if err != nil {
		f.Fatal(err)
	}
	var got, told []string
	for _, e := range all {
		text, _ := e.Answer("")
		got = append(got, e.ID+" "+text)
	}
	for _, p := range wrong {
		told = append(told, strings.ReplaceAll(p.String(), f.dir+string(filepath.Separator), ""))
	}
	if !changed {
		got = append(got, "nothing new")
	}
	if strings.Join(got, ", ") != entries || !slices.Equal(told, problems) {
		f.Errorf("got %q with problems %q, want %q with %q", got, told, entries, problems)
	}
}

// TestFAQFiles changes files while they are in use.
func TestFAQFiles(t *testing.T) {
	f := folder(t, false, "a.yaml", "b.jsonl")
	f.write("a.yaml", "- {id: one, answer: A.}\n- {id: two, answer: A.}\n", time.Hour)
	f.wants("one A., two A.", "b.jsonl: no such file or directory")
	f.wants("nothing new")

	f.write("b.jsonl", `{"id":"TWO","answer":"B."}`+"\n"+`{"id":"three","answer":"B."}`, time.Hour)
	f.wants("one A., two A., three B.", "b.jsonl:1: entry “TWO” stands twice, first in a.yaml:2")
	f.wants("nothing new")

	// A change that has the same size and the same time is seen, as long as the time is young.
	now := time.Now().Add(time.Hour) // young, however slow the machine
	f.writeAt("a.yaml", "- {id: one, answer: C.}\n- {id: two, answer: C.}\n", now)
	f.wants("one C., two C., three B.", "b.jsonl:1: entry “TWO” stands twice, first in a.yaml:2")
	f.writeAt("a.yaml", "- {id: one, answer: D.}\n- {id: two, answer: D.}\n", now)
	f.wants("one D., two D., three B.", "b.jsonl:1: entry “TWO” stands twice, first in a.yaml:2")
	f.wants("nothing new")
	f.write("b.jsonl", `{"id":"three","answer":"B."}`, time.Hour)
	f.wants("one D., two D., three B.")
}

// TestFAQFilesMistakes makes mistakes in files while they are in use: no entry is lost by one.
func TestFAQFilesMistakes(t *testing.T) {
	f := folder(t, false, "a.yaml")
	f.write("a.yaml", "- {id: one, answer: A.}\n- {id: two, answer: A.}\n- {id: three, answer: A.}\n", time.Hour)
	f.wants("one A., two A., three A.")
	f.write("a.yaml", "- {id: one, answer: B.}\n- id: two\n  answer: B: C.\n", time.Hour)
	f.wants("one B., two A., three A.", "a.yaml:3: this is not valid YAML here: a text with a colon in it needs quotation marks")
	f.wants("nothing new")
	f.write("a.yaml", "", time.Hour)
	f.wants("one B., two A., three A.", "a.yaml: the file is empty")
	if err := os.Remove(filepath.Join(f.dir, "a.yaml")); err != nil {
		t.Fatal(err)
	}
	f.wants("one B., two A., three A.", "a.yaml: no such file or directory")
	f.wants("nothing new")
	f.write("a.yaml", "- {id: two, answer: D.}\n", time.Hour)
	f.wants("two D.")
}

// TestFAQBuiltIn lays a file over what is built in.
func TestFAQBuiltIn(t *testing.T) {
	built, err := builtInFAQ()
	if err != nil || len(built) < 50 {
		t.Fatalf("%d entries: %v", len(built), err)
	}
	f := folder(t, true, "a.yaml")
	f.write("a.yaml", "- {id: "+strings.ToUpper(built[0].ID)+", answer: A.}\n- {id: a-new-one, answer: A.}\n", time.Hour)
	all, problems, changed, err := f.files.read()
	if err != nil || !changed || len(problems) > 0 || len(all) != len(built)+1 {
		t.Fatalf("%d entries of %d, changed: %t, problems %v: %v", len(all), len(built), changed, problems, err)
	}
	if all[0].ID != strings.ToUpper(built[0].ID) || all[2].ID != built[1].ID {
		t.Errorf("they begin with %s, %s, %s", all[0].ID, all[1].ID, all[2].ID)
	}
	for _, c := range []struct {
		FAQ
		want bool
	}{{FAQ{}, false}, {FAQ{Programme: true}, true}, {FAQ{Files: []string{"a"}}, true}} {
		if got := c.source() != nil; got != c.want {
			t.Errorf("%+v has something to read: %t", c.FAQ, got)
		}
	}
}

// TestFAQFilesTogether reads from several goroutines: one of them gets what is new.
func TestFAQFilesTogether(t *testing.T) {
	f := folder(t, true, "a.yaml")
	f.write("a.yaml", "- {id: one, answer: A.}\n", time.Hour)
	news := make(chan int, 4)
	var all sync.WaitGroup
	for range cap(news) {
		all.Go(func() {
			entries, _, changed, err := f.files.read()
			if err != nil {
				t.Error(err)
			}
			if changed {
				news <- len(entries)
			}
		})
	}
	all.Wait()
	if len(news) != 1 || <-news < 2 {
		t.Errorf("%d got something new, want one", len(news))
	}
}

// TestFAQConversation asks one question after the other: each answer comes before the next question.
func TestFAQConversation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "faq.yaml")
	if err := os.WriteFile(path, []byte("- {id: one, questions: [What is one?], answer: One.}\n- {id: two, questions: [How about two?], answer: Two.}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, questions := io.Pipe()
	answers, out := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(t.Context(), []string{"faq", "ask", "--json", "--file", path}, shell{env: noEnv, in: in, out: out, err: t.Output()})
		out.Close()
	}()
	lines := bufio.NewScanner(answers)
	for i, question := range []string{"What is one?", "How about two?", "What is one?"} {
		fmt.Fprintf(questions, "{\"id\":%d,\"query\":%q}\n", i, question)
		want := fmt.Sprintf(`{"query":%d,"answers":[{"id":%q,`, i, []string{"one", "two"}[i%2])
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), want) {
			t.Fatalf("%s: %s", question, lines.Text())
		}
	}
	// The last line may end without a line break.
	go func() { fmt.Fprint(questions, `{"id":9,"query":"What is one?"}`); questions.Close() }()
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), `{"query":9,"answers":[{"id":"one",`) || lines.Scan() {
		t.Errorf("the last line: %s", lines.Text())
	}
	if got := <-code; got != done {
		t.Errorf("exit code %d", got)
	}
}

// TestFAQNotes looks at what check says of a FAQ with more to say than anybody reads.
func TestFAQNotes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "faq.jsonl")
	var file strings.Builder
	var all []qa.Entry
	for i := range mostNotes + 20 {
		all = append(all, qa.Entry{ID: fmt.Sprint("e", i), Questions: []qa.Text{{Text: fmt.Sprint("what is ", i)}}})
	}
	if err := qa.WriteLines(&file, all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	found := FAQ{Files: []string{path}}.curated("config.yaml", time.Now())
	if len(found) != mostNotes+2 || !found[mostNotes].mild || !strings.HasSuffix(found[mostNotes].what, " notes like these") || found[mostNotes+1].remedy != "" {
		t.Errorf("%d findings, at last %+v", len(found), found[max(0, len(found)-2):])
	}
}
