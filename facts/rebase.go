package facts

import "reflect"

// Rebase turns every place in a part (see [NewPart]) into the place of the file that the part stands in, so that whoever
// comes after the parser knows of files only.
func (f *Facts) Rebase() {
	r := rebaser{seen: map[uintptr]bool{}}
	r.value(reflect.ValueOf(f).Elem())
}

// rebaser walks over facts.
type rebaser struct{ seen map[uintptr]bool }

var (
	spanType   = reflect.TypeFor[Span]()
	wordType   = reflect.TypeFor[Word]()
	sourceType = reflect.TypeFor[*Source]()
)

func (r rebaser) value(v reflect.Value) {
	switch v.Type() {
	case spanType:
		if s, ok := v.Addr().Interface().(*Span); ok {
			if at, part := s.Source.outer(s.Start, s.End); part {
				*s = at
			}
		}
		return
	case wordType:
		if w, ok := v.Addr().Interface().(*Word); ok {
			w.rebase()
		}
		return
	case sourceType:
		if s, ok := v.Interface().(*Source); ok && s != nil && s.within != nil {
			v.Set(reflect.ValueOf(s.within[0].word.Source))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || r.seen[v.Pointer()] {
			return
		}
		r.seen[v.Pointer()] = true
		r.value(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				r.value(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.value(v.Index(i))
		}
	}
}

// rebase turns the places of a word of a part into those of the outer file.
func (w *Word) rebase() {
	at, ok := w.Source.outer(w.Start, w.End)
	if !ok {
		return
	}
	offsets := make([]int, len(w.Text))
	for i := range offsets {
		place, _ := w.Source.outer(w.Offset(i), w.Offset(i))
		offsets[i] = place.Start
	}
	quoted, _ := w.Quoted.Source.outer(w.Quoted.Start, w.Quoted.End)
	*w = Word{Text: w.Text, Source: at.Source, Start: at.Start, End: at.End, Offsets: offsets, Quoted: quoted}
}
