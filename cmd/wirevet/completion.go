package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/rules"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (p *program) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "print the script that completes commands, flags, rules and formats: " + strings.Join(shells, ", "),
		Example: examples(
			"source <(wirevet completion bash)                                  in this shell (bash-completion must be loaded)",
			"wirevet completion zsh > \"${fpath[1]}/_wirevet\"                    for zsh, once",
			"wirevet completion fish > ~/.config/fish/completions/wirevet.fish  for fish, once",
		),
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return only(shells...) },
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			script := map[string]func(io.Writer) error{
				"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
				"zsh":        root.GenZshCompletion,
				"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
				"powershell": root.GenPowerShellCompletionWithDesc,
			}[args[0]]
			if script == nil {
				return fmt.Errorf("there is no completion for %q%s; expected %s", args[0], nearest.Suggestion(args[0], shells), strings.Join(shells, ", "))
			}
			return p.write(script)
		},
	}
}

// only offers these words, and no file.
func only(words ...string) ([]string, cobra.ShellCompDirective) {
	return words, cobra.ShellCompDirectiveNoFileComp
}

// completeRules offers the ids of the rules, with their titles.
func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, r := range rules.All() {
		out = append(out, r.ID+"\t"+r.Title)
	}
	return only(out...)
}

// completeOneRule offers the ids for an argument that is one.
func completeOneRule(c *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return only()
	}
	return completeRules(c, args, begun)
}

// completeOutput offers what stands before the file in FORMAT=FILE.
func completeOutput(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	if strings.Contains(begun, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var out []string
	for _, f := range formats {
		out = append(out, f+"=")
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeFlag sets what is offered for a flag of the command.
func completeFlag(c *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err) // a flag that does not exist
	}
}

// completeWords sets the words that a flag takes.
func completeWords(c *cobra.Command, flag string, words ...string) {
	completeFlag(c, flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return only(words...) })
}
