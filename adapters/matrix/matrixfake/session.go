package matrixfake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// sessionRoutes are the calls about sessions and the server itself.
func (s *Server) sessionRoutes() []route {
	return []route{
		{name: "versions", pattern: "GET /_matrix/client/versions", open: true, do: fixed(object{
			"versions": []string{"v1.1", "v1.2", "v1.3", "v1.4", "v1.5", "v1.6", "v1.7", "v1.8", "v1.9", "v1.10", "v1.11", "v1.12"}, "unstable_features": object{},
		})},
		{name: "well-known", pattern: "GET /.well-known/matrix/client", open: true, do: fixed(object{"m.homeserver": object{"base_url": URL}})},
		{name: "login", pattern: "GET " + v3 + "login", open: true, do: fixed(object{"flows": []object{{"type": "m.login.password"}}})},
		{name: "login", pattern: "POST " + v3 + "login", open: true, do: s.login},
		{name: "logout", pattern: "POST " + v3 + "logout", do: s.logout},
		{name: "logout/all", pattern: "POST " + v3 + "logout/all", do: s.logoutAll},
		{name: "whoami", pattern: "GET " + v3 + "account/whoami", do: whoami},
		{name: "capabilities", pattern: "GET " + v3 + "capabilities", do: fixed(object{"capabilities": object{
			"m.room_versions": object{"default": "11", "available": object{"11": "stable"}}, "m.change_password": object{"enabled": false},
		}})},
		{name: "devices", pattern: "GET " + v3 + "devices", do: s.listDevices},
		{name: "devices", pattern: "GET " + v3 + "devices/{device}", do: s.getDevice},
		{name: "devices", pattern: "PUT " + v3 + "devices/{device}", do: s.nameDevice},
		{name: "pushrules", pattern: "GET " + v3 + "pushrules/{$}", do: fixed(object{"global": object{}})},
	}
}

// login makes a session for whoever knows the password.
func (s *Server) login(c *call) (any, error) {
	if kind := str(c.body, "type"); kind != "m.login.password" {
		return nil, refuse(http.StatusBadRequest, "M_UNKNOWN", "unknown login type %q", kind)
	}
	id := mxid(str(obj(c.body, "identifier"), "user"))
	if str(c.body, "password") != Password || !strings.HasSuffix(id, ":"+Domain) {
		return nil, forbidden("Invalid username or password")
	}
	device := str(c.body, "device_id")
	if device == "" {
		device = fmt.Sprintf("DEVICE%d", s.next())
	}
	token := s.newToken(id, device)
	if name := str(c.body, "initial_device_display_name"); name != "" && s.device(id, device).name == "" {
		s.device(id, device).name = name
	}
	return object{"user_id": id, "access_token": token, "device_id": device, "home_server": Domain}, nil
}

// logout ends the session of a call, and its device.
func (s *Server) logout(c *call) (any, error) {
	s.drop(c.user, c.device, false)
	delete(s.person(c.user).devices, c.device)
	s.person(c.user).changed = s.advance()
	return object{}, nil
}

// logoutAll ends all sessions of a caller, and their devices.
func (s *Server) logoutAll(c *call) (any, error) {
	s.drop(c.user, "", false)
	clear(s.person(c.user).devices)
	s.person(c.user).changed = s.advance()
	return object{}, nil
}

func whoami(c *call) (any, error) {
	return object{"user_id": c.user, "device_id": c.device, "is_guest": false}, nil
}

// listDevices lists the caller's devices.
func (s *Server) listDevices(c *call) (any, error) {
	all := []object{}
	devices := s.person(c.user).devices
	for _, id := range slices.Sorted(maps.Keys(devices)) {
		all = append(all, object{"device_id": id, "display_name": devices[id].name})
	}
	return object{"devices": all}, nil
}

// getDevice tells of one device.
func (s *Server) getDevice(c *call) (any, error) {
	d := s.person(c.user).devices[c.path("device")]
	if d == nil {
		return nil, notFound("no such device")
	}
	return object{"device_id": d.id, "display_name": d.name}, nil
}

// nameDevice changes what a device is called.
func (s *Server) nameDevice(c *call) (any, error) {
	d := s.person(c.user).devices[c.path("device")]
	if d == nil {
		return nil, notFound("no such device")
	}
	d.name = str(c.body, "display_name")
	return object{}, nil
}
