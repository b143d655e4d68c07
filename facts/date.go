package facts

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a day of the calendar, in UTC.
type Date struct{ time.Time }

func (d Date) String() string { return d.Format(time.DateOnly) }

// Over reports whether the day has passed at a time.
func (d Date) Over(now time.Time) bool { return !now.UTC().Before(d.AddDate(0, 0, 1)) }

// DaysFrom returns how many days lie between now and the day; 0 on the day itself.
func (d Date) DaysFrom(now time.Time) int {
	return int(d.Sub(now.UTC().Truncate(24*time.Hour)) / (24 * time.Hour))
}

// Period is a length of time as people agree on it: 90 days, 12 months.
type Period struct {
	Count int
	Unit  byte // d, w, m or y
}

// maxPeriod bounds a period to what a date can be moved by.
const maxPeriod = 9999

// ParsePeriod reads Nd, Nw, Nm or Ny.
func ParsePeriod(text string) (Period, error) {
	if n := len(text) - 1; n > 0 {
		count, err := strconv.Atoi(text[:n])
		switch unit := text[n]; unit {
		case 'd', 'w', 'm', 'y':
			if err == nil && text[0] != '+' && count > 0 && count <= maxPeriod {
				return Period{count, unit}, nil
			}
		}
	}
	return Period{}, fmt.Errorf("%q is no period; expected a number of days, weeks, months or years, such as 90d, 12w, 6m or 1y", text)
}

func (p Period) String() string { return strconv.Itoa(p.Count) + string(p.Unit) }

// After returns the day on which the period ends that begins on a day.
func (p Period) After(d Date) Date {
	switch p.Unit {
	case 'w':
		return Date{d.AddDate(0, 0, 7*p.Count)}
	case 'm':
		return Date{d.AddDate(0, p.Count, 0)}
	case 'y':
		return Date{d.AddDate(p.Count, 0, 0)}
	}
	return Date{d.AddDate(0, 0, p.Count)}
}
