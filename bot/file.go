package bot

import (
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// File is a document that goes with the reply: a name with its ending, a media type, and the content, at most
// MostFile bytes. The name and the type are as somebody wrote them; Parcel makes both safe.
type File struct {
	Name string `json:"name"`           // such as 2026-12.md
	Type string `json:"type,omitempty"` // such as text/markdown; charset=utf-8
	Data []byte `json:"data,omitempty"`
}

// MostFile is the most bytes that a file may have: the outbox keeps it in the store until it is sent.
const MostFile = 1 << 20

// A name's limits, in characters and in bytes: file systems take 255 bytes.
const (
	mostName      = 100
	mostNameBytes = 200
	mostEnding    = 10
)

// Parcel is the reply as it can be sent, and the files to send with it, their names and types made safe. Its text
// goes on naming every file. One that is empty or too large is not among them, and the reply says so at its end.
func (r Reply) Parcel() (words Reply, files []File) {
	words = r
	for _, b := range r.Blocks {
		if b.File == nil {
			continue
		}
		f := File{Name: b.File.SafeName(), Type: b.File.mediaType(), Data: b.File.Data}
		if why := f.Trouble(); why != "" {
			words = words.Without(f.Name, why)
			continue
		}
		files = append(files, f)
	}
	return words, files
}

// Trouble is why no platform is given the file, as the end of a sentence; empty where nothing is wrong with it.
func (f File) Trouble() string {
	switch {
	case len(f.Data) == 0:
		return "it is empty"
	case len(f.Data) > MostFile:
		return fmt.Sprintf("it is larger than %d MiB", MostFile>>20)
	}
	return ""
}

// Without is the reply with a line below it that says which file does not come with it, and why: the end of a
// sentence, without its full stop.
func (r Reply) Without(name, why string) Reply {
	line := "I could not send " + name + ": " + why + "."
	if len(r.Blocks) > 0 {
		r.Blocks = append(slices.Clip(r.Blocks), Block{Section: &Section{Text: line}})
	}
	r.Text = strings.TrimPrefix(r.Text+"\n\n"+line, "\n\n")
	return r
}

// Line is the file in the words of a reply, for platforms without files and for whoever misses it: "File: 2026-12.md".
func (f File) Line() string { return "File: " + f.SafeName() }

// SafeName is the name as any system can keep it: one line of at most 100 characters, its ending kept, without
// what separates folders, steers a screen or turns a line around. It is never empty.
func (f File) SafeName() string {
	name := clean(strings.Map(nameable, f.Name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), " .")
	ending := path.Ext(name)
	if utf8.RuneCountInString(ending) > mostEnding {
		ending = ""
	}
	stem := []rune(strings.TrimSuffix(name, ending))
	stem = stem[:min(len(stem), mostName-utf8.RuneCountInString(ending))]
	for len(string(stem))+len(ending) > mostNameBytes {
		stem = stem[:len(stem)-1]
	}
	if name = strings.Trim(string(stem)+ending, " ."); name == "" {
		return "file"
	}
	return name
}

// nameable is a character as it may stand in a name; negative for none. Those that Windows does not take become
// dashes, too: somebody will save the file there.
func nameable(r rune) rune {
	switch {
	case strings.ContainsRune(`/\:*?"<>|`, r):
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsGraphic(r):
		return -1
	}
	return r
}

// mediaType is the type, if it is one that can stand in a header.
func (f File) mediaType() string {
	kind, more, err := mime.ParseMediaType(f.Type)
	if err == nil && strings.Contains(kind, "/") {
		if kind = mime.FormatMediaType(kind, more); kind != "" {
			return kind
		}
	}
	return "application/octet-stream"
}
