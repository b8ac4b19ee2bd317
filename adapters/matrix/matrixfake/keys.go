package matrixfake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// keyRoutes are the calls about keys, and between devices.
func (s *Server) keyRoutes() []route {
	return []route{
		{name: "keys/upload", pattern: "POST " + v3 + "keys/upload", do: s.uploadKeys},
		{name: "keys/query", pattern: "POST " + v3 + "keys/query", do: s.queryKeys},
		{name: "keys/claim", pattern: "POST " + v3 + "keys/claim", do: s.claimKeys},
		{name: "keys/changes", pattern: "GET " + v3 + "keys/changes", do: s.keyChanges},
		{name: "keys/device_signing/upload", pattern: "POST " + v3 + "keys/device_signing/upload", do: s.uploadSigning},
		{name: "keys/signatures/upload", pattern: "POST " + v3 + "keys/signatures/upload", do: s.uploadSignatures},
		{name: "sendToDevice", pattern: "PUT " + v3 + "sendToDevice/{type}/{txn}", do: s.sendToDevice},
		{name: "room_keys/version", pattern: "GET " + v3 + "room_keys/version", do: s.getBackup},
		{name: "room_keys/version", pattern: "GET " + v3 + "room_keys/version/{version}", do: s.getBackup},
		{name: "room_keys/version", pattern: "POST " + v3 + "room_keys/version", do: s.newBackup},
		{name: "room_keys/keys", pattern: "PUT " + v3 + "room_keys/keys", do: s.putBackup},
		{name: "room_keys/keys", pattern: "GET " + v3 + "room_keys/keys", do: s.readBackup},
	}
}

// uploadKeys keeps the keys of the caller's device.
func (s *Server) uploadKeys(c *call) (any, error) {
	d := s.device(c.user, c.device)
	for id, key := range obj(c.body, "one_time_keys") {
		if err := d.exists(id, key); err != nil {
			return nil, err
		}
	}
	if keys := obj(c.body, "device_keys"); keys != nil {
		if str(keys, "user_id") != c.user || str(keys, "device_id") != c.device {
			return nil, invalid("device_keys of another device")
		}
		if fmt.Sprint(d.keys) != fmt.Sprint(keys) {
			d.keys = keys
			s.person(c.user).changed = s.advance()
		}
	}
	for id, key := range obj(c.body, "one_time_keys") {
		d.oneTime[id] = key
	}
	for id, key := range obj(c.body, "fallback_keys") {
		for old := range d.spare {
			if algorithm(old) == algorithm(id) {
				delete(d.spare, old)
			}
		}
		d.spare[id], d.used[algorithm(id)] = key, false
	}
	return object{"one_time_key_counts": d.count()}, nil
}

// queryKeys tells the identity keys of people.
func (s *Server) queryKeys(c *call) (any, error) {
	devices, answer := object{}, object{"failures": object{}}
	for _, kind := range []string{"master", "self_signing", "user_signing"} {
		answer[kind+"_keys"] = object{}
	}
	for user, v := range obj(c.body, "device_keys") {
		asked, _ := v.([]any)
		who, mine := s.accounts[user], object{}
		devices[user] = mine
		if who == nil {
			continue
		}
		for id, d := range who.devices {
			if d.keys != nil && (len(asked) == 0 || slices.Contains(asked, any(id))) {
				keys := maps.Clone(d.keys)
				keys["unsigned"] = object{"device_display_name": d.name}
				mine[id] = keys
			}
		}
		for kind, key := range who.signing {
			if kind != "user_signing" || user == c.user {
				obj(answer, kind+"_keys")[user] = key
			}
		}
	}
	answer["device_keys"] = devices
	return answer, nil
}

// claimKeys hands out one-time keys, of which each goes to one claimer.
func (s *Server) claimKeys(c *call) (any, error) {
	all := object{}
	for user, v := range obj(c.body, "one_time_keys") {
		devices, _ := v.(object)
		for id, kind := range devices {
			kind, _ := kind.(string)
			who := s.accounts[user]
			if who == nil || who.devices[id] == nil {
				continue
			}
			if key := who.devices[id].claim(kind); key != nil {
				mine := orEmpty(obj(all, user))
				mine[id], all[user] = key, mine
			}
		}
	}
	return object{"failures": object{}, "one_time_keys": all}, nil
}

// uploadSigning keeps the caller's cross-signing keys. The first need no password.
func (s *Server) uploadSigning(c *call) (any, error) {
	who := s.person(c.user)
	if len(who.signing) > 0 && str(obj(c.body, "auth"), "password") != Password {
		return nil, &problem{status: http.StatusUnauthorized, errcode: "M_FORBIDDEN", text: "the password is needed", more: object{
			"session": "signing", "flows": []object{{"stages": []string{"m.login.password"}}}, "params": object{}, "completed": []string{},
		}}
	}
	for _, kind := range []string{"master", "self_signing", "user_signing"} {
		if key := obj(c.body, kind+"_key"); key != nil {
			who.signing[kind] = key
		}
	}
	who.changed = s.advance()
	return object{}, nil
}

// uploadSignatures adds signatures to keys.
func (s *Server) uploadSignatures(c *call) (any, error) {
	for user, v := range c.body {
		who := s.accounts[user]
		signed, _ := v.(object)
		if who == nil {
			continue
		}
		for id, v := range signed {
			more, _ := v.(object)
			if d := who.devices[id]; d != nil && d.keys != nil {
				d.keys = cosigned(d.keys, more)
			}
			for kind, key := range who.signing {
				if obj(key, "keys")["ed25519:"+id] != nil {
					who.signing[kind] = cosigned(key, more)
				}
			}
		}
		who.changed = s.advance()
	}
	return object{"failures": object{}}, nil
}

// cosigned is a key with the signatures of another copy of it as well.
func cosigned(key, more object) object {
	all := object{}
	for _, from := range []object{key, more} {
		for user, v := range obj(from, "signatures") {
			signatures, _ := v.(object)
			mine := orEmpty(obj(all, user))
			maps.Copy(mine, signatures)
			all[user] = mine
		}
	}
	signed := maps.Clone(key)
	signed["signatures"] = all
	return signed
}

// getBackup tells of the caller's backup of keys.
func (s *Server) getBackup(c *call) (any, error) {
	who := s.person(c.user)
	if who.backup == nil {
		return nil, notFound("No current backup version")
	}
	return who.backup, nil
}

// newBackup begins a backup of keys.
func (s *Server) newBackup(c *call) (any, error) {
	who := s.person(c.user)
	version := fmt.Sprint(s.next())
	who.backup, who.backedUp = maps.Clone(c.body), object{"rooms": object{}}
	who.backup["version"], who.backup["etag"], who.backup["count"] = version, "0", 0
	return object{"version": version}, nil
}

// putBackup replaces what is in the backup.
func (s *Server) putBackup(c *call) (any, error) {
	who := s.person(c.user)
	if who.backup == nil || str(who.backup, "version") != c.Query.Get("version") {
		return nil, refuse(http.StatusForbidden, "M_WRONG_ROOM_KEYS_VERSION", "wrong version")
	}
	who.backedUp = c.body
	return object{"etag": fmt.Sprint(s.next()), "count": 0}, nil
}

// readBackup tells what is in the backup.
func (s *Server) readBackup(c *call) (any, error) { return s.person(c.user).backedUp, nil }
