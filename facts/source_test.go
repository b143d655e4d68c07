package facts

import "testing"

func TestMaskHidesWhatAnyMaskHides(t *testing.T) {
	const text = "a=ghp_0123456789 é=κλειδί1234567\nrest"
	s := NewSource("x", []byte(text))
	s.Mask(2, 16, 4)
	if got := s.Text(s.All()); got != "a=ghp_********** é=κλειδί1234567\nrest" {
		t.Errorf("one mask: %q", got)
	}
	s.Mask(0, 5, 0) // covers the hint of the first
	if got := s.Text(Span{s, 0, 16}); got != "*****"+"_"+"**********" {
		t.Errorf("overlap: %q", got)
	}
	s.Mask(20, 40, 0)
	if got := s.Text(Span{s, 16, s.Len()}); got != " é="+"*************"+"\nrest" {
		t.Errorf("multi-byte text keeps its width: %q", got)
	}
	if got := s.Text(Span{s, 21, 30}); got == text[21:30] {
		t.Errorf("a part of a secret is as secret as the whole: %q", got)
	}
}

func TestHintIsShortAndOnlyOfLongSecrets(t *testing.T) {
	for secret, want := range map[string]int{"": 0, "elevenchars": 0, "twelve_chars": 4, "ééééxxxxxxxx": 8} {
		if got := Hint(secret); got != want {
			t.Errorf("Hint(%q) = %d, want %d", secret, got, want)
		}
	}
}

func TestPositionsCountCodePointsAndAllLineEndings(t *testing.T) {
	s := NewSource("x", []byte("\ufeffab\r\n\tκλ\rx\n"))
	for offset, want := range map[int][2]int{3: {1, 1}, 5: {1, 3}, 7: {2, 1}, 8: {2, 2}, 10: {2, 3}, 13: {3, 1}, 15: {4, 1}} {
		if p := s.Position(offset); p.Line != want[0] || p.Column != want[1] || p.Offset != offset {
			t.Errorf("offset %d: got %+v, want %v", offset, p, want)
		}
	}
	lines := s.Lines(Span{s, 4, 9})
	if len(lines) != 2 || lines[0].Text != "ab" || lines[1].Text != "\tκλ" {
		t.Errorf("lines: %+v", lines)
	}
}

func TestSubWordPointsAtItsOwnBytes(t *testing.T) {
	s := NewSource("x", []byte(`"a\u0026b"`))
	w := Word{Text: "a&b", Source: s, Start: 1, End: 9, Offsets: []int{1, 2, 8}, Quoted: s.All()}
	if got := w.Sub(1, 2).Span().Text(); got != `\u0026` {
		t.Errorf("escape: %q", got)
	}
	if got := w.Sub(1, 3).Span().Text(); got != `\u0026b` {
		t.Errorf("tail: %q", got)
	}
	if got := w.Sub(0, 3).Span().Text(); got != `"a\u0026b"` {
		t.Errorf("whole: %q", got)
	}
}

func TestRedactHidesWhatIsHiddenInTheFile(t *testing.T) {
	s := NewSource("x", []byte(`key = "abcd-secret-value", other`))
	s.Mask(7, 24, 4)
	s.Mask(8, 20, 0) // overlaps
	for text, want := range map[string]string{
		"server abcd-secret-value here":      "server a**************** here",
		"x-secret-value":                     "x*************",
		"abcd-secret-valueabcd-secret-value": "a****************a****************",
		"abcd-sec and other":                 "abcd-sec and other", // shorter than any secret
	} {
		if got := s.Redact(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
