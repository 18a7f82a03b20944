namespace Fulcrum.Graphs.Checking;

/// <summary>Model-local functions: each once, none that calls itself in the end, bodies well-formed.</summary>
internal static class FunctionCheck
{
    public static void Check(Model model, ProblemCollector problems)
    {
        if (model.Functions.Count == 0)
            return;
        foreach (var same in model.Functions.GroupBy(f => f.Key).Where(g => g.Count() > 1))
            problems.Add("function-twice", same.Key.Name, "The function is defined twice.", "Keep one definition.");
        foreach (int i in FunctionCycles.Of(model.Functions))
            problems.Add("function-cycle", model.Functions[i].Name, "The function calls itself in the end.", "Functions must not be recursive.");

        foreach (Function function in model.Functions.TakeWhile(_ => !problems.IsFull))
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
}
