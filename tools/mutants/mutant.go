package main

import "fmt"

// mutant is one change of the code.
type mutant struct {
	id int
	// folder of its package, from the root.
	folder string
	place  string
	change string
}

func (m mutant) String() string { return m.place + ": " + m.change }

// switchSource is the package that turns one mutant on.
const switchSource = `package mutantswitch

import (
	"os"
	"strconv"
)

var active, _ = strconv.Atoi(os.Getenv("` + switchVariable + `"))

// On says whether a mutant is the one that runs.
func On(id int) bool { return id == active }

// Int is one more for the mutant with this id, and one less for the next.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64](id int, value T) T {
	switch active {
	case id:
		return value + 1
	case id + 1:
		return value - 1
	}
	return value
}

// String is another text for the mutant.
func String[T ~string](id int, value T) T {
	switch {
	case id != active:
		return value
	case value == "":
		return "mutant"
	}
	return ""
}
`

const switchVariable = "GO_MUTANT"

func (s *site) add(change string, args ...any) int {
	s.mutants.last++
	id := s.mutants.last
	s.mutants.all = append(s.mutants.all, mutant{id: id, folder: s.folder, place: s.place(), change: fmt.Sprintf(change, args...)})
	return id
}
