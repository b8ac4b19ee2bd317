package entry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// WriteLines writes entries as JSON, one on each line, that Read reads back to the same ones.
func WriteLines(w io.Writer, entries []Entry) error {
	var out bytes.Buffer
	for _, e := range entries {
		out.Write(e.line())
		out.WriteByte('\n')
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("faq: write json: %w", err)
	}
	return nil
}

// line is the entry as a JSON object, without what is empty.
func (e Entry) line() []byte {
	e = e.Clean()
	var o object
	o.put("id", e.ID)
	if e.Name != "" {
		o.put("name", e.Name)
	}
	if len(e.Questions) > 0 {
		o.put("questions", questionsValue(e.Questions))
	}
	if len(e.Answers) > 0 {
		o.put("answer", answersValue(e.Answers))
	}
	if len(e.Tags) > 0 {
		o.put("tags", e.Tags)
	}
	if len(e.Related) > 0 {
		o.put("related", e.Related)
	}
	for _, m := range []struct{ key, text string }{
		{"owner", e.Owner}, {"reviewed", dayOf(e.Reviewed)}, {"review_by", dayOf(e.ReviewBy)},
	} {
		if m.text != "" {
			o.put(m.key, m.text)
		}
	}
	return o.bytes()
}

// questionsValue is a list, or lists by language where all have one.
func questionsValue(all []Text) any {
	if !byLanguage(languages(all)) {
		return mixed(all)
	}
	var o object
	for _, lang := range languages(all) {
		var texts []string
		for _, q := range all {
			if q.Lang == lang {
				texts = append(texts, q.Text)
			}
		}
		o.put(lang, texts)
	}
	return json.RawMessage(o.bytes())
}

// answersValue is a text, or texts by language where all have one.
func answersValue(all []Text) any {
	if len(all) == 1 && all[0].Lang == "" {
		return all[0].Text
	}
	if !byLanguage(languages(all)) {
		return mixed(all)
	}
	var o object
	for _, a := range all {
		o.put(a.Lang, a.Text)
	}
	return json.RawMessage(o.bytes())
}

// mixed is a list of texts, some of which have a language.
func mixed(all []Text) []any {
	out := make([]any, len(all))
	for i, t := range all {
		if out[i] = t.Text; t.Lang != "" {
			var o object
			o.put("lang", t.Lang)
			o.put("text", t.Text)
			out[i] = json.RawMessage(o.bytes())
		}
	}
	return out
}

// object is a JSON object whose members keep their order.
type object struct{ members bytes.Buffer }

// put adds a member.
func (o *object) put(key string, value any) {
	for i, v := range []any{key, value} {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(v); err != nil {
			panic(err) // texts and lists of them: cannot fail
		}
		if i == 0 && o.members.Len() > 0 {
			o.members.WriteByte(',')
		} else if i == 1 {
			o.members.WriteByte(':')
		}
		o.members.Write(bytes.TrimSpace(out.Bytes()))
	}
}

// bytes is the whole object.
func (o *object) bytes() []byte { return []byte("{" + o.members.String() + "}") }
