package console

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"ambassador/bot"
)

// longest is the number of bytes of a line that reach the bot, which refuses far shorter ones in
// words; the rest of such a line is skipped, so that no line can fill the memory.
const longest = 64 << 10

// message is the typed line as the bot gets it: free of the prefix, and with a bare number in place
// of the button that it presses.
func (c *Console) message(line string) bot.Message {
	// The text goes on as it was typed, NUL and all: the router cleans what every platform sends.
	c.spoken++
	at := c.opt.At
	if at.IsZero() {
		at = time.Now()
	}
	text, addressed := unprefixed(line, c.opt.Name)
	if pressed, ok := press(text, c.buttons); ok {
		text, addressed = pressed, true
	}
	return bot.Message{
		ID:        fmt.Sprintf("%s-%d", c.session, c.spoken),
		From:      bot.Address{Platform: Platform, User: c.opt.User},
		At:        at,
		Text:      text,
		Addressed: addressed,
		Private:   true,
		Role:      c.opt.Role,
		Zone:      c.opt.Zone,
	}
}

// unprefixed takes "/ambassador" or "!ambassador" off the start of a line, where ambassador is the
// bot's name in any case of letters, and says whether it was there.
func unprefixed(line, name string) (text string, addressed bool) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] != '/' && line[0] != '!' {
		return line, false
	}
	first, rest := line[1:], ""
	if end := strings.IndexFunc(line, unicode.IsSpace); end > 0 {
		first, rest = line[1:end], line[end:]
	}
	if !strings.EqualFold(first, strings.ReplaceAll(name, " ", "-")) && !strings.EqualFold(first, "ambassador") {
		return line, false
	}
	return strings.TrimSpace(rest), true
}

// press returns the line of the button that a bare number stands for, written as in a list ("2.") or as
// it is shown ("[2]"), too. Without such a button a number is an ordinary answer.
func press(text string, buttons []bot.Action) (line string, ok bool) {
	n, err := strconv.Atoi(strings.Trim(text, "[]."))
	if err != nil || n < 1 || n > len(buttons) {
		return "", false
	}
	return buttons[n-1].Line, true
}

// readLine returns the next line without its end, cut after longest bytes. It returns io.EOF only
// when there is nothing more; a last line needs no line end.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	// A bufio.Scanner would end the conversation at the first line that is longer than its buffer.
	for started := false; ; started = true {
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), longest-len(line))]...)
		switch {
		case err == nil, errors.Is(err, io.EOF) && (started || len(part) > 0):
			return strings.TrimRight(string(line), "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}
