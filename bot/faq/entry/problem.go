package entry

import "fmt"

// Problem is something that somebody should mend, in words for them.
type Problem struct {
	File string // as it was named; empty: the entry is from no file
	Line int    // from 1; 0: the file as a whole
	Text string // a sentence without a full stop
}

// String is file:line: text, which editors turn into a link.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.Text
	case p.Line == 0:
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// String is where it stands, as a problem names it; empty for what is in no file.
func (w Where) String() string {
	if w.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", w.File, w.Line)
}

// wrong makes a problem of an entry, with words formatted as fmt.Sprintf does.
func (e Entry) wrong(format string, args ...any) Problem {
	return Problem{e.Where.File, e.Where.Line, fmt.Sprintf("entry “%s”", e.ID) + " " + fmt.Sprintf(format, args...)}
}
