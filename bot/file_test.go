package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	long := strings.Repeat("a", 300)
	for name, want := range map[string]string{
		"2026-12.md":                    "2026-12.md",
		"Rundbrief März.html":           "Rundbrief März.html",
		"東京.txt":                        "東京.txt",
		"../../etc/passwd":              "-..-etc-passwd",
		`C:\boot.ini`:                   "C--boot.ini",
		"a\nb\t c\x1b[31m.md":           "a b c[31m.md",
		"gpj\u202e.exe\u2066\u200b":     "gpj.exe",
		"\xff\xfe.md":                   "\ufffd\ufffd.md",
		".htaccess":                     "htaccess",
		"..":                            "file",
		"":                              "file",
		" \x00 ":                        "file",
		long + ".html":                  long[:95] + ".html",
		long + "." + long:               long[:100],
		"a." + long + ".md":             "a." + long[:95] + ".md",
		strings.Repeat("界", 90) + ".md": strings.Repeat("界", 65) + ".md",
	} {
		if got := (File{Name: name}).SafeName(); got != want {
			t.Errorf("%.40q becomes %q, want %q", name, got, want)
		}
	}
}

// FuzzSafeName: whatever somebody calls a file, its name can be kept anywhere and says nothing else.
func FuzzSafeName(f *testing.F) {
	for _, name := range []string{"2026-12.md", "../../x\u202e.md", strings.Repeat("界.", 99), ". .", "a\u0301\u200d\u0301\u0301\u0301\u0301\u0301"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := File{Name: name}.SafeName()
		switch {
		case got == "" || got == "." || got == "..":
			t.Errorf("%q becomes %q, which is no name", name, got)
		case utf8.RuneCountInString(got) > 100 || len(got) > 200 || !utf8.ValidString(got):
			t.Errorf("%q becomes %q: %d bytes", name, got, len(got))
		case strings.ContainsAny(got, "/\\:\n") || strings.ContainsFunc(got, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Bidi_Control) }):
			t.Errorf("%q becomes %q, which does more than name a file", name, got)
		case File{Name: got}.SafeName() != got:
			t.Errorf("%q becomes %q, and that %q", name, got, File{Name: got}.SafeName())
		}
	})
}

// TestParcel: files that can be sent come out whole and under safe names; for the others the reply says why not.
func TestParcel(t *testing.T) {
	r := Compose(
		Block{Section: &Section{Text: "Here it is."}},
		Block{File: &File{Name: "a/b.md", Type: "text/markdown; charset=utf-8", Data: []byte("# Hello\n")}},
		Block{File: &File{Name: "big.txt", Type: "text/plain", Data: make([]byte, MostFile+1)}},
		Block{File: &File{Name: "none.txt", Type: "no type\n"}},
		Block{File: &File{Name: "full.bin", Type: "x\r\nSet-Cookie: y", Data: make([]byte, MostFile)}},
	)
	if want := "Here it is.\n\nFile: a-b.md\n\nFile: big.txt\n\nFile: none.txt\n\nFile: full.bin"; r.Text != want {
		t.Errorf("the text is %q, want %q", r.Text, want)
	}
	words, files := r.Parcel()
	const more = "\n\nI could not send big.txt: it is larger than 1 MiB.\n\nI could not send none.txt: it is empty."
	if words.Text != r.Text+more || len(words.Blocks) != 7 || len(r.Blocks) != 5 {
		t.Errorf("the words are %q, in %d blocks", words.Text, len(words.Blocks))
	}
	if len(files) != 2 || files[0].Name != "a-b.md" || files[0].Type != "text/markdown; charset=utf-8" || string(files[0].Data) != "# Hello\n" {
		t.Fatalf("the files are %.200v", files)
	}
	if files[1].Name != "full.bin" || files[1].Type != "application/octet-stream" || len(files[1].Data) != MostFile {
		t.Errorf("the second file is %s, %s, %d bytes", files[1].Name, files[1].Type, len(files[1].Data))
	}
	if words, files := Say("Hello").Parcel(); words.Text != "Hello" || files != nil {
		t.Errorf("a reply without files becomes %v with %v", words, files)
	}
}

// TestFileStored: a file waits in the outbox as JSON, byte for byte.
func TestFileStored(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	stored, err := json.Marshal(Compose(Block{File: &File{Name: "x.bin", Type: "application/x", Data: every}}))
	if err != nil {
		t.Fatal(err)
	}
	var back Reply
	if err := json.Unmarshal(stored, &back); err != nil {
		t.Fatal(err)
	}
	if f := back.Blocks[0].File; f == nil || f.Name != "x.bin" || f.Type != "application/x" || string(f.Data) != string(every) {
		t.Errorf("read back as %+v", f)
	}
}
