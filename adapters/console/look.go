package console

import (
	"strings"

	"ambassador/adapters/markdown"
)

// These mark where a look begins within a row, and where all of them end: characters that take no room, and that safe takes
// out of all that others wrote. So a row is wrapped as it will be seen, and painted afterwards.
const (
	beginStrong   = '\x01'
	beginEmphasis = '\x02'
	beginCode     = '\x03'
	beginLink     = '\x04'
	endAll        = '\x05'
)

// marked is a run between the marks of its look.
func marked(r markdown.Run) string {
	var begin []rune
	for _, look := range []struct {
		on   bool
		mark rune
	}{{r.Strong, beginStrong}, {r.Emphasis, beginEmphasis}, {r.Code, beginCode}, {r.Link == r.Text, beginLink}} {
		if look.on {
			begin = append(begin, look.mark)
		}
	}
	if len(begin) == 0 {
		return safe(r.Text)
	}
	return string(begin) + safe(r.Text) + string(endAll)
}

// painted is rows with marks as text with styles. A look that goes on in the next row ends and begins with the rows, so that
// no margin has it.
func painted(rows []string) string {
	styles := map[rune]string{beginStrong: strong, beginEmphasis: emphasis, beginCode: code, beginLink: link}
	var out strings.Builder
	look := ""
	for _, row := range rows {
		margin := len(row) - len(strings.TrimLeft(row, " │"))
		out.WriteString(row[:margin] + look)
		for _, r := range row[margin:] {
			switch style := styles[r]; {
			case style != "":
				look += style
				out.WriteString(style)
			case r == endAll:
				look = ""
				out.WriteString(reset)
			default:
				out.WriteRune(r)
			}
		}
		if look != "" {
			out.WriteString(reset)
		}
		out.WriteByte('\n')
	}
	return out.String()
}
