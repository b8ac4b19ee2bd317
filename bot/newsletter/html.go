package newsletter

import (
	"bytes"
	"fmt"
	"html/template"

	"ambassador/bot"
)

// page is the issue as a whole page. The template escapes what people wrote by where it stands; the
// links have passed target before.
const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { max-width: 40em; margin: 2em auto; padding: 0 1em; font: 1.05em/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
</style>
</head>
<body>
<h1 dir="auto">{{.Title}}</h1>
{{- range .Sections}}
<h2 dir="auto">{{.Category}}</h2>
{{- range .Items}}
<h3 dir="auto">{{if .Link}}<a href="{{.Link}}" rel="nofollow noopener noreferrer">{{or .Title .Link}}</a>{{else}}{{.Title}}{{end}}</h3>
{{- with .Until}}
<p>{{.}}</p>
{{- end}}
{{- range .Paragraphs}}
<p dir="auto">{{range $n, $line := .}}{{if $n}}<br>
{{end}}{{$line}}{{end}}</p>
{{- end}}
{{- with .Group}}
<p dir="auto">From {{.}}</p>
{{- end}}
{{- end}}
{{- end}}
</body>
</html>
`

// shownItem is an item as the page has it.
type shownItem struct {
	Title      string
	Until      string
	Paragraphs [][]string
	Link       string
	Group      string
}

// shownSection is a category as the page has it.
type shownSection struct {
	Category string
	Items    []shownItem
}

// HTML is the issue as a page without scripts, pictures and anything that is fetched, for a site or a
// letter.
func (i Issue) HTML() ([]byte, error) {
	t, err := template.New("issue").Parse(page)
	if err != nil {
		return nil, fmt.Errorf("newsletter: page: %w", err)
	}
	var sections []shownSection
	for _, s := range i.Sections {
		shown := shownSection{Category: bot.Capital(line(s.Category))}
		for _, item := range s.Items {
			shown.Items = append(shown.Items, shownItem{line(item.Title), item.until(), paragraphs(item.Text), target(item.Link), line(item.Group)})
		}
		sections = append(sections, shown)
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Title    string
		Sections []shownSection
	}{line(i.Title()), sections})
	if err != nil {
		return nil, fmt.Errorf("newsletter: page: %w", err)
	}
	return b.Bytes(), nil
}
