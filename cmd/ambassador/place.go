package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"ambassador/bot/place"
)

func placeCommand() subcommand {
	return subcommand{
		name:    "place",
		args:    "[QUERY…]",
		summary: "show how a place is understood; without QUERY, answer JSON requests from a pipe",
		examples: []string{
			"ambassador place Paris, Texas",
			"ambassador place --json Köln",
			`echo '{"id":1,"query":"near me","asker_tz":"Asia/Tokyo"}' | ambassador place`,
		},
		setup: func(flags *flag.FlagSet) action {
			var asJSON bool
			var asker place.Asker
			flags.BoolVar(&asJSON, "json", false, "answer in JSON")
			flags.StringVar(&asker.Zone, "tz", "", "IANA `ZONE` of who asks")
			flags.StringVar(&asker.Country, "country", "", "ISO `CODE` of the country of who asks")
			return func(_ context.Context, sh shell, words []string) error {
				places, err := place.Open()
				if err != nil {
					return err
				}
				if len(words) == 0 {
					return resolveLines(places, sh.in, sh.out)
				}
				answer := places.Resolve(strings.Join(words, " "), asker)
				if asJSON {
					return writeJSON(sh.out, jsonAnswer(nil, answer))
				}
				_, err = io.WriteString(sh.out, describe(answer))
				return err
			}
		},
	}
}

// placeRequest is one line of input. The id may be anything; it comes back as it is.
type placeRequest struct {
	ID           json.RawMessage `json:"id"`
	Query        string          `json:"query"`
	AskerTZ      string          `json:"asker_tz"`
	AskerCountry string          `json:"asker_country"`
}

// placeAnswer is one line of output. The members of the place itself are there when it was found.
type placeAnswer struct {
	ID     json.RawMessage `json:"id,omitempty"`
	Status place.Status    `json:"status"`
	*spot
	Candidates []spot `json:"candidates"`
	Note       string `json:"note,omitempty"`
}

// spot is a place in an answer. Countries lists the ISO codes it covers.
type spot struct {
	Kind      place.Kind `json:"kind"`
	Name      string     `json:"name"`
	Label     string     `json:"label"`
	CC        string     `json:"cc"`
	Sub       string     `json:"sub"`
	Lat       float64    `json:"lat"`
	Lon       float64    `json:"lon"`
	Countries []string   `json:"countries"`
}

// resolveLines answers a JSON request on each line with one JSON line, at once when the input pauses,
// so that a program can hold a conversation. A line that is no request gets an answer, too, so that
// lines stay in step, and makes the end an error.
func resolveLines(places *place.Gazetteer, in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	answers := bufio.NewWriter(out)
	bad := 0
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			answer, ok := resolveLine(places, line)
			if !ok {
				bad++
			}
			if err := writeJSON(answers, answer); err != nil {
				return err
			}
		}
		// More input waiting means that nobody waits for this answer alone.
		if lines.Buffered() == 0 || err != nil {
			if err := answers.Flush(); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF) && bad > 0:
			return fmt.Errorf("place: %s no JSON request", count(bad, "of the lines was", "of the lines were"))
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("place: read: %w", err)
		}
	}
}

// resolveLine answers one request, and says whether it was one.
func resolveLine(places *place.Gazetteer, line []byte) (placeAnswer, bool) {
	var r placeRequest
	if err := json.Unmarshal(line, &r); err != nil {
		answer := jsonAnswer(r.ID, place.Answer{Status: place.NotFound, Note: "not a JSON request: " + err.Error()})
		return answer, false
	}
	return jsonAnswer(r.ID, places.Resolve(r.Query, place.Asker{Zone: r.AskerTZ, Country: r.AskerCountry})), true
}

// jsonAnswer is an answer in its JSON form.
func jsonAnswer(id json.RawMessage, a place.Answer) placeAnswer {
	answer := placeAnswer{ID: id, Status: a.Status, Candidates: []spot{}, Note: a.Note}
	if a.Status == place.Found {
		found := spotOf(a.Place)
		answer.spot = &found
	}
	for _, p := range a.Candidates {
		answer.Candidates = append(answer.Candidates, spotOf(p))
	}
	return answer
}

// spotOf is a place in its JSON form, whose list of countries is never null.
func spotOf(p place.Place) spot {
	s := spot{p.Kind, p.Name, p.Label(), p.CC, p.Sub, p.Lat, p.Lon, p.Countries}
	if s.Countries == nil {
		s.Countries = []string{}
	}
	return s
}

// describe is an answer for people.
func describe(a place.Answer) string {
	var out strings.Builder
	switch a.Status {
	case place.Found:
		line(&out, "", a.Place)
	case place.Ambiguous:
		out.WriteString("That could be:\n")
	case place.Suggest:
		out.WriteString("I know no such place. Perhaps:\n")
	default:
		out.WriteString("I know no such place.\n")
	}
	for _, p := range a.Candidates {
		line(&out, "  ", p)
	}
	if a.Note != "" {
		out.WriteString(a.Note + "\n")
	}
	return out.String()
}

// line is one place: its label, what it is, and where.
func line(out *strings.Builder, indent string, p place.Place) {
	fmt.Fprintf(out, "%s%s – %s", indent, p.Label(), p.Kind)
	if p.Population > 0 {
		fmt.Fprintf(out, ", %d people", p.Population)
	}
	if p.Kind == place.Macro {
		fmt.Fprintf(out, ", %d countries", len(p.Countries))
	}
	fmt.Fprintf(out, ", %.2f %.2f", p.Lat, p.Lon)
	if p.Zone != "" {
		fmt.Fprintf(out, ", %s", p.Zone)
	}
	out.WriteByte('\n')
}

// count is a number with the word that suits it.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// writeJSON writes one value as one line.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
