package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// text reads any text. An empty value is no value: the default stays.
func (s *section) text(key string, to *string) {
	if value, _, ok := s.scalar(key); ok {
		*to = value
	}
}

// checked reads text that check accepts.
func (s *section) checked(key string, to *string, check func(string) error) {
	value, line, ok := s.scalar(key)
	if !ok {
		return
	}
	if err := check(value); err != nil {
		s.wrong(line, "%s%s: %v", s.name, key, err)
		return
	}
	*to = value
}

// choice reads one of a few words.
func (s *section) choice(key string, to *string, words ...string) {
	s.checked(key, to, func(value string) error {
		if !slices.Contains(words, value) {
			return fmt.Errorf("%q: want %s", value, strings.Join(words, " or "))
		}
		return nil
	})
}

// number reads a whole number from least to most, both included.
func (s *section) number(key string, to *int, least, most int) {
	value, line, ok := s.scalar(key)
	if !ok {
		return
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		s.wrong(line, "%s%s: want a whole number from %d to %d", s.name, key, least, most)
		return
	}
	*to = n
}

// duration reads a length of time from least to most, both included, such as 500ms or 2s.
func (s *section) duration(key string, to *time.Duration, least, most time.Duration) {
	value, line, ok := s.scalar(key)
	if !ok {
		return
	}
	d, err := time.ParseDuration(value)
	if err != nil || d < least || d > most {
		s.wrong(line, "%s%s: want a time from %s to %s, such as 500ms or 2s", s.name, key, least, most)
		return
	}
	*to = d
}

// flag reads true or false.
func (s *section) flag(key string, to *bool) {
	s.checked(key, new(string), func(value string) (err error) {
		*to, err = strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("%q: want true or false", value)
		}
		return nil
	})
}

// path reads the name of a file or folder; a relative one starts at the folder of this file.
func (s *section) path(key string, to *string) {
	if value, _, ok := s.scalar(key); ok {
		*to = s.relative(value)
	}
}

// relative is the path of a file or folder that the configuration names.
func (f *source) relative(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.path), path)
}

// list reads a list of texts and gives each to add.
func (s *section) list(key string, add func(string) error) {
	node, ok := s.node(key)
	if !ok {
		return
	}
	if node.Kind != yaml.SequenceNode {
		s.wrong(node.Line, "%s%s: want a list, such as [one, two]", s.name, key)
		return
	}
	for _, item := range node.Content {
		item = resolved(item)
		value, err := s.expand(item.Value)
		if err == nil && item.Kind != yaml.ScalarNode {
			err = errors.New("want a list of texts")
		}
		if err == nil {
			err = add(value)
		}
		if err != nil {
			s.wrong(item.Line, "%s%s: %v", s.name, key, err)
		}
	}
}

// secret reads a secret from an environment variable, or from the file that key_file names. It never
// accepts one written out: a configuration file is copied, mailed and committed.
func (s *section) secret(key string, to *Secret) {
	fileKey := key + "_file"
	var path string
	s.path(fileKey, &path)
	node, ok := s.node(key)
	// No branch puts a value into a problem: problems are printed and logged.
	switch {
	case ok && path != "":
		s.wrong(node.Line, "%s%s: given twice, the other time as %s", s.name, key, fileKey)
	case ok && !strings.HasPrefix(node.Value, "${"):
		s.wrong(node.Line, "%s%s: a secret does not belong in this file; write ${%s} and set it in the environment, or use %s",
			s.name, key, strings.ToUpper(key), fileKey)
	case ok:
		var value string
		s.text(key, &value)
		*to = NewSecret(value)
	case path != "":
		value, err := secretFile(path)
		if err != nil {
			s.wrong(s.values[fileKey].Line, "%s%s: %v", s.name, fileKey, err)
		}
		*to = NewSecret(value)
	}
}

// secretFile reads a secret from a file that only its owner can read.
func secretFile(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	// Windows has other means, which the mode does not show.
	if wide := info.Mode().Perm() & 0o077; wide != 0 && runtime.GOOS != "windows" {
		return "", fmt.Errorf("others can read %s; run: chmod 600 %s", path, path)
	}
	data, err := os.ReadFile(path)
	return strings.TrimSpace(string(data)), err
}

// webAddress says what is wrong with an http or https address.
func webAddress(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q: want an address such as https://example.org", text)
	}
	return nil
}

// listenable says what is wrong with a host:port to listen on; empty text means not to listen.
func listenable(address string) error {
	if address == "" {
		return nil
	}
	_, _, err := net.SplitHostPort(address)
	return err
}

// nameable says what is wrong with a name for the bot: people type it after a slash.
func nameable(name string) error {
	if name == "" || len(name) > 80 || strings.ContainsFunc(name, unicode.IsControl) {
		return errors.New("want a name of 1 to 80 characters")
	}
	return nil
}
