package main

import (
	"log/slog"
	"maps"
	"slices"

	"ambassador/adapters/slack"
	"ambassador/bot"
	"ambassador/bot/faq"
)

// questionKind is the kind of request that a question becomes for which the FAQ has no answer.
const questionKind = "question"

// answers makes the room of questions and answers; nil where the configuration has no FAQ.
func (h *house) answers(c Config, log *slog.Logger) *faq.Room {
	files := c.FAQ.source()
	if files == nil {
		return nil
	}
	return faq.New(faq.Options{
		People: h.directory, Files: files, HandOver: h.handOver, Hears: c.hears, Keep: c.FAQ.Keep, Log: log,
	})
}

// hears says whether a platform lets the bot hear what people say to each other: Slack only where that was allowed.
func (c Config) hears(platform string) bool { return platform != slack.Platform || c.Slack.Listen }

// handOver is the line that puts a question to a person, as a request for whoever knows the topic. It is empty
// where no such request can be made.
func (h *house) handOver(question, topic string) string {
	k, on := h.tickets.Kind(questionKind)
	if !on || k.Command == "" {
		return ""
	}
	// A configured kind may have other fields: then it asks for what it wants to know.
	words := slices.IndexFunc(k.Fields, func(f bot.Field) bool { return f.Kind == bot.Long })
	if words < 0 {
		return k.Command
	}
	free := k.Fields[words].Name
	values := map[string]string{free: question}
	if slices.ContainsFunc(k.Fields, func(f bot.Field) bool { return f.Name == "topic" }) {
		maps.Copy(values, map[string]string{"topic": topic})
	}
	return faq.Fitting(bot.Command{Name: k.Command, Fields: k.Fields}, values, free)
}
