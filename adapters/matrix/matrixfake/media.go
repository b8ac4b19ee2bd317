package matrixfake

import (
	"fmt"
	"net/http"
	"strings"
)

// medium is a file that somebody uploaded.
type medium struct {
	kind string // MIME type
	data []byte
	done bool // it is there
}

// mediaRoutes are the calls about files.
func (s *Server) mediaRoutes() []route {
	const media, download = "/_matrix/media/", v1 + "media/download/{server}/{media}"
	return []route{
		{name: "media/upload", pattern: "POST " + media + "v3/upload", do: s.upload},
		{name: "media/create", pattern: "POST " + media + "v1/create", do: s.createMedia},
		{name: "media/upload", pattern: "PUT " + media + "v3/upload/{server}/{media}", do: s.uploadTo},
		{name: "media/download", pattern: "GET " + download, do: s.download},
		{name: "media/download", pattern: "GET " + download + "/{name}", do: s.download},
		{name: "media/config", pattern: "GET " + v1 + "media/config", do: fixed(object{"m.upload.size": 50 << 20})},
	}
}

// newMedium makes a place for a file. mu is held.
func (s *Server) newMedium() string {
	id := fmt.Sprintf("medium%d", s.next())
	s.media[id] = medium{}
	return id
}

// mediumOf is what an event shows, and whether it lies in the open. mu is held.
func (s *Server) mediumOf(content object) (m medium, open bool) {
	m, open = s.media[strings.TrimPrefix(str(content, "url"), "mxc://"+Domain+"/")]
	return m, open
}

// upload keeps a file.
func (s *Server) upload(c *call) (any, error) {
	id := s.newMedium()
	s.media[id] = medium{c.r.Header.Get("Content-Type"), c.raw, true}
	return object{"content_uri": "mxc://" + Domain + "/" + id}, nil
}

// createMedia makes a place for a file that comes later.
func (s *Server) createMedia(*call) (any, error) {
	return object{"content_uri": "mxc://" + Domain + "/" + s.newMedium()}, nil
}

// uploadTo keeps a file in the place made for it.
func (s *Server) uploadTo(c *call) (any, error) {
	id := c.path("media")
	m, ok := s.media[id]
	switch {
	case !ok || c.path("server") != Domain:
		return nil, forbidden("no place of yours")
	case m.done:
		return nil, refuse(http.StatusConflict, "M_CANNOT_OVERWRITE_MEDIA", "already uploaded")
	}
	s.media[id] = medium{c.r.Header.Get("Content-Type"), c.raw, true}
	return object{}, nil
}

// download hands a file out.
func (s *Server) download(c *call) (any, error) {
	m, ok := s.media[c.path("media")]
	switch {
	case !ok || c.path("server") != Domain:
		return nil, notFound("Not found")
	case !m.done:
		return nil, refuse(http.StatusGatewayTimeout, "M_NOT_YET_UPLOADED", "not yet uploaded")
	}
	return m, nil
}
