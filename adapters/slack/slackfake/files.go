package slackfake

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/bottest"
)

// file is a file on its way: announced, filled, and shown.
type file struct {
	name   string
	length int
	data   []byte
	shown  bool
}

// announce makes a place for a file.
func (s *Slack) announce(host string, args map[string]any) (map[string]any, string) {
	length, err := strconv.Atoi(str(args, "length"))
	name := str(args, "filename")
	if err != nil || length < 1 || name == "" {
		return nil, "invalid_arguments"
	}
	if strings.ContainsAny(name, "/\\\n") {
		s.Blame("a file is called %q", name)
	}
	id := fmt.Sprintf("F%d", s.next())
	s.files[id] = &file{name: name, length: length}
	return map[string]any{"file_id": id, "upload_url": "http://" + host + "/upload/" + id}, ""
}

// uploaded is what is posted to the address of a file, as arguments.
func uploaded(r *http.Request) map[string]any {
	args := map[string]any{"id": r.PathValue("id")}
	part, head, err := r.FormFile("file")
	if err != nil {
		return args
	}
	defer part.Close()
	data, _ := io.ReadAll(part)
	args["data"], args["filename"] = data, head.Filename
	return args
}

// fill takes the content of a file.
func (s *Slack) fill(args map[string]any) (map[string]any, string) {
	f := s.files[str(args, "id")]
	data, ok := args["data"].([]byte)
	if f == nil || !ok {
		return nil, "file_not_found"
	}
	if len(data) != f.length {
		s.Blame("%s was announced with %d bytes, and has %d", f.name, f.length, len(data))
	}
	f.data = data
	return nil, ""
}

// complete shows files in a conversation, all in one message.
func (s *Slack) complete(team string, args map[string]any) (map[string]any, string) {
	channel := str(args, "channel_id")
	switch {
	case channel == "" || !strings.ContainsRune("CDG", rune(channel[0])):
		s.Blame("files are shown in %q, which is no conversation", channel)
		return nil, "channel_not_found"
	case s.outside[channel]:
		return nil, "not_in_channel"
	}
	m := Message{Channel: channel, TS: s.stamp(), Thread: str(args, "thread_ts"), User: Bot}
	all, _ := args["files"].([]any)
	for _, v := range all {
		o, _ := v.(map[string]any)
		f := s.files[str(o, "id")]
		if f == nil || f.data == nil || f.shown {
			return nil, "file_not_found"
		}
		f.shown = true
		m.Files = append(m.Files, bot.File{Name: orElse(str(o, "title"), f.name), Data: f.data})
	}
	if len(m.Files) == 0 {
		return nil, "invalid_arguments"
	}
	s.messages[kept(team, channel)] = append(s.messages[kept(team, channel)], m)
	w := bottest.Word{To: orElse(s.spoke[channel+"/"+m.Thread], strings.TrimPrefix(channel, "D")), Files: m.Files}
	if room, ok := strings.CutPrefix(channel, "C"); ok {
		w.Room = room
		if w.To == channel { // for everybody there
			w.To = ""
		}
	}
	s.heard = append(s.heard, w)
	return map[string]any{"files": all}, ""
}
