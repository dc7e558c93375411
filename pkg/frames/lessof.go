package frames

import "reflect"

// lessOf copies what a smaller type has in common with a larger one, by name: a list's row of a whole job, a JumpScript
// without its source. Written out, each new property would have to be named here once more, and be zero if it is not.
func lessOf[Small, Large any](large Large) Small {
	var small Small
	to, from := reflect.ValueOf(&small).Elem(), reflect.ValueOf(large)
	for i := range to.NumField() {
		if value := from.FieldByName(to.Type().Field(i).Name); value.IsValid() {
			to.Field(i).Set(value)
		}
	}
	return small
}
