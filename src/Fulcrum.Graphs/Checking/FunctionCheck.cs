namespace Fulcrum.Graphs.Checking;

/// <summary>Model-local functions: each once, none that calls itself in the end, bodies well-formed.</summary>
internal static class FunctionCheck
{
    public static void Check(Model model, ProblemCollector problems)
    {
        if (model.Functions.Count == 0)
            return;
        foreach (var same in model.Functions.GroupBy(f => (OpsetImport.Canonical(f.Domain), f.Name, f.Overload ?? "")).Where(g => g.Count() > 1))
            problems.Add("function-twice", same.Key.Name, "The function is defined twice.", "Keep one definition.");
        var calls = model.Functions.Select(f => Calls(model, f.Nodes).Distinct().ToArray()).ToArray();
        for (int i = 0; i < calls.Length; i++)
        {
            if (CallsItself(calls, i))
                problems.Add("function-cycle", model.Functions[i].Name, "The function calls itself in the end.", "Functions must not be recursive.");
        }

        foreach (Function function in model.Functions)
            CheckBody(model, function, problems);
    }

    private static void CheckBody(Model model, Function function, ProblemCollector problems)
    {
        string place = $"function {ProblemCollector.Shown(function.Name)}";
        var scope = new NameScope(null);
        foreach (string input in function.Inputs)
            scope.Add(input);
        ModelCheck.CheckOpsets(function.Opsets, place, problems);
        GraphCheck.CheckNodes(function.Nodes, model, function.Opsets, scope, place, problems);
        foreach (string output in function.Outputs.Where(o => !scope.Knows(o)))
            problems.Add("graph-output-undefined", output, $"Output '{ProblemCollector.Shown(output)}' of {place} is made by no node.", "Remove the output or add what makes it.");
    }

    /// <summary>The functions that nodes call, those in subgraphs included.</summary>
    private static IEnumerable<int> Calls(Model model, IReadOnlyList<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            for (int i = 0; i < model.Functions.Count; i++)
            {
                if (model.Functions[i].IsCalledBy(node))
                    yield return i;
            }

            foreach (int inner in GraphIndex.Bodies(node).SelectMany(b => Calls(model, b.Nodes)))
                yield return inner;
        }
    }

    private static bool CallsItself(int[][] calls, int function)
    {
        HashSet<int> seen = [];
        var pending = new Stack<int>(calls[function]);
        while (pending.TryPop(out int called))
        {
            if (called == function)
                return true;
            if (seen.Add(called))
                Array.ForEach(calls[called], pending.Push);
        }

        return false;
    }
}
