package entry

import (
	"bytes"
	"fmt"
	"testing"
)

// village is a FAQ of so many entries in two languages, with ten questions each.
func village(entries int) (all []Entry) {
	for i := range entries {
		e := Entry{ID: fmt.Sprint("entry-", i), Name: fmt.Sprint("Entry ", i), Tags: []string{"one", "two"}, Owner: "coordinators"}
		for _, lang := range []string{"en", "de"} {
			for j := range 5 {
				e.Questions = append(e.Questions, Text{lang, fmt.Sprintf("How do I find the %d. way to ask question %d, in “%s”?", j, i, lang)})
			}
			e.Answers = append(e.Answers, Text{lang, fmt.Sprintf("The answer to question %d: *read* on.\n\n- one\n- two\n\nAsk again, if need be.", i)})
		}
		all = append(all, e)
	}
	return all
}

// BenchmarkRead reads large files.
func BenchmarkRead(b *testing.B) {
	for _, form := range forms() {
		b.Run(form.name, func(b *testing.B) {
			var file bytes.Buffer
			if err := form.write(&file, village(10_000)); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(file.Len()))
			for b.Loop() {
				if all, problems := Read("a file", file.Bytes()); len(all) != 10_000 || len(problems) > 0 {
					b.Fatalf("%d entries, problems %v", len(all), problems)
				}
			}
		})
	}
}
