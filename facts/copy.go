package facts

import (
	"reflect"
	"sync"
)

// Copy copies facts deeply: what one of the copies becomes when it is linked, the other does not. What several facts point to is one
// thing in the copy too. Sources are shared, and so is each Why, which nobody changes.
func Copy(all []*Facts) []*Facts {
	c := copier{seen: make(map[any]reflect.Value)}
	out := make([]*Facts, len(all))
	for i, f := range all {
		out[i], _ = c.value(reflect.ValueOf(f)).Interface().(*Facts)
	}
	return out
}

type copier struct{ seen map[any]reflect.Value }

// value copies what a value refers to.
func (c copier) value(v reflect.Value) reflect.Value {
	if !refers(v.Type()) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		key := v.Interface()
		if done, ok := c.seen[key]; ok {
			return done
		}
		out := reflect.New(v.Type().Elem())
		c.seen[key] = out
		out.Elem().Set(v.Elem())
		c.within(out.Elem())
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(out, v)
		for i := range out.Len() {
			c.within(out.Index(i))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for entries := v.MapRange(); entries.Next(); {
			out.SetMapIndex(c.value(entries.Key()), c.value(entries.Value()))
		}
		return out
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	c.within(out)
	return out
}

// within copies what a value that is a copy already refers to.
func (c copier) within(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, i := range referring(v.Type()) {
			c.within(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			c.within(v.Index(i))
		}
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if refers(v.Type()) && !v.IsNil() {
			v.Set(c.value(v))
		}
	}
}

var (
	fieldsThatRefer sync.Map // by reflect.Type of a struct: the indexes of its exported fields that refer to something
	source, why     = reflect.TypeFor[*Source](), reflect.TypeFor[*Why]()
)

func referring(t reflect.Type) []int {
	if known, ok := fieldsThatRefer.Load(t); ok {
		return known.([]int)
	}
	fields := []int{}
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && refers(f.Type) {
			fields = append(fields, i)
		}
	}
	fieldsThatRefer.Store(t, fields)
	return fields
}

// refers reports whether values of a type refer to something that has to be copied.
func refers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer:
		return t != source && t != why
	case reflect.Slice, reflect.Map:
		return true
	case reflect.Array:
		return refers(t.Elem())
	case reflect.Struct:
		return len(referring(t)) > 0
	}
	return false
}
