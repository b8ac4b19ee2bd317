package matrixfake

// object is JSON's.
type object = map[string]any

// str is a field of an object as text; empty when it is none.
func str(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// obj is a field of an object as an object; nil when it is none.
func obj(o object, key string) object {
	v, _ := o[key].(object)
	return v
}

// list is a field of an object as a list; nil when it is none.
func list(o object, key string) []any {
	v, _ := o[key].([]any)
	return v
}

// texts is a field of an object as a list of texts.
func texts(o object, key string) (all []string) {
	for _, v := range list(o, key) {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// number is a field of an object as a number, or else another.
func number(o object, key string, otherwise int) int {
	switch n := o[key].(type) {
	case float64:
		return int(n)
	case int:
		return n
	}
	return otherwise
}

// orEmpty is an object that is never null in JSON.
func orEmpty(o object) object {
	if o == nil {
		return object{}
	}
	return o
}
