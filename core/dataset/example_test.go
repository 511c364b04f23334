package dataset_test

import (
	"fmt"

	"headroom/core/dataset"
)

// A file arrives in pieces, and its keys are named by what they are.
func Example() {
	beginning := []byte("when,user_id\n09:00,ann\n09:01,bob\n")
	sniffed := dataset.Sniff(beginning, "visits.csv")
	fmt.Println(sniffed.Format, sniffed.Columns, "key in", sniffed.Columns[sniffed.Column])

	r := dataset.NewReader(sniffed.Options)
	r.Write(beginning)
	r.Write([]byte("09:02,a")) // pieces end anywhere
	r.Write([]byte("nn\n"))
	keys, err := r.Close()
	fmt.Println(err)
	for i := range keys.Len() {
		fmt.Println(keys.Key(i), keys.Count(i))
	}
	fmt.Println(keys.Ref("visits.csv"))
	// Output:
	// csv [when user_id] key in user_id
	// <nil>
	// ann 2
	// bob 1
	// d9a7612b6187e457:2:visits.csv
}

// What is wrong with a file is told by its line.
func ExampleError() {
	r := dataset.NewReader(dataset.Options{Format: dataset.CSV, Column: 2, Header: true})
	r.Write([]byte("when,from,user_id\n09:00,Rome,ann\n09:01,Oslo\n"))
	_, err := r.Close()
	fmt.Println(err)
	// Output: line 3 has 2 columns and the key is in column 3 (user_id); give another column, or mend the line
}
