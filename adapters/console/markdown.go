package console

import (
	"slices"
	"strconv"
	"strings"

	"ambassador/adapters/markdown"
)

// markdown is a passage in Markdown: as it looks, or without colour its source, which is made to be read as it stands.
func (p page) markdown(source string) string {
	source = strings.TrimSpace(safe(source))
	if source == "" {
		return ""
	}
	if !p.colour {
		return strings.Join(unlooked(source, p.width), "\n") + "\n"
	}
	return painted(passage(markdown.Parse(source), p.width))
}

// unlooked is the source of a passage in rows: wrapped, but for code.
func unlooked(source string, width int) (rows []string) {
	code, at := markdown.Verbatim(source), 0
	for _, line := range strings.Split(source, "\n") {
		end := at + len(line)
		for len(code) > 0 && code[0].To <= at {
			code = code[1:]
		}
		text := end - len(strings.TrimLeft(line, " \t>"))
		if len(code) > 0 && code[0].From <= text && code[0].To >= end {
			rows = append(rows, line)
		} else {
			rows = append(rows, wrap(line, width)...)
		}
		at = end + 1
	}
	return rows
}

// passage is blocks as rows, with an empty one between two blocks.
func passage(blocks []markdown.Block, width int) (rows []string) {
	for i, b := range blocks {
		if i > 0 {
			rows = append(rows, "")
		}
		rows = append(rows, blockRows(b, width)...)
	}
	return rows
}

// blockRows is one block as rows.
func blockRows(b markdown.Block, width int) (rows []string) {
	switch b.Kind {
	case markdown.Code:
		for _, line := range strings.Split(safe(b.Text), "\n") {
			rows = append(rows, "    "+string(beginCode)+line+string(endAll))
		}
		return rows
	case markdown.Rule:
		return []string{"———"}
	case markdown.Quote:
		return beside("│ ", "│ ", passage(b.Blocks, narrower(width, 2)))
	case markdown.List:
		for i, item := range b.Items {
			sign := "• "
			if b.Ordered {
				sign = strconv.Itoa(b.First+i) + ". "
			}
			rows = append(rows, itemRows(sign, item, width)...)
		}
		return rows
	}
	return lineRows(b.Runs, b.Kind == markdown.Heading, width)
}

// itemRows is an item of a list behind its sign. A list within it follows its first line at once.
func itemRows(sign string, item []markdown.Block, width int) []string {
	margin := strings.Repeat(" ", columns(sign)+1)
	width = narrower(width, len(margin))
	rows := []string{""}
	if len(item) > 1 && item[1].Kind == markdown.List {
		rows = append(blockRows(item[0], width), passage(item[1:], width)...)
	} else if len(item) > 0 {
		rows = passage(item, width)
	}
	return beside(sign, margin, rows)
}

// beside is rows behind a sign, and those after the first behind a margin.
func beside(sign, margin string, rows []string) []string {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i] = strings.TrimRight(sign+rows[i], " ")
		sign = margin
	}
	return rows
}

// narrower is a width with a margin taken off, as far as there is room for one; zero stays no width at all.
func narrower(width, margin int) int {
	if width-margin < narrowest {
		return min(width, narrowest)
	}
	return width - margin
}

// lineRows is the text of a paragraph or heading as rows. Where its source was wrapped there is a space.
func lineRows(runs []markdown.Run, heading bool, width int) (rows []string) {
	var line strings.Builder
	for i, r := range runs {
		switch {
		case r.Text == "\n" && r.Hard:
			rows = append(rows, wrap(line.String(), width)...)
			line.Reset()
		case r.Text == "\n":
			line.WriteByte(' ')
		default:
			r.Strong = r.Strong || heading
			line.WriteString(marked(r))
		}
		if r.Link != "" && (i+1 == len(runs) || runs[i+1].Link != r.Link) && !leads(runs[:i+1]) {
			line.WriteString(" (" + string(beginLink) + safe(r.Link) + string(endAll) + ")")
		}
	}
	return append(rows, wrap(line.String(), width)...)
}

// leads says that the words of the link at the end of runs are its address.
func leads(runs []markdown.Run) bool {
	link, words := runs[len(runs)-1].Link, ""
	for i := len(runs) - 1; i >= 0 && runs[i].Link == link; i-- {
		words = runs[i].Text + words
	}
	_, bare, _ := strings.Cut(link, "://")
	return words == link || words == bare || words == strings.TrimSuffix(bare, "/")
}
