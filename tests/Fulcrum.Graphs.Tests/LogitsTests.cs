namespace Fulcrum.Graphs.Tests;

public sealed class LogitsTests
{
    [Theory]
    [InlineData("Softmax", -1, "z", true)]
    [InlineData("Softmax", 1, "z", true)]
    [InlineData("LogSoftmax", -1, "z", false)]
    [InlineData("Softmax", 2, "y", false)]
    [InlineData("Sigmoid", -1, "y", false)]
    public void Behind_WhatMakesAnOutput_IsSeenThroughWhereItIsOverClasses(string op, int axis, string logits, bool areProbabilities)
    {
        var builder = new GraphBuilder("net");
        builder.Add(new Node(op, ["z"], ["y"], NodeAttribute.Of("axis", axis)));
        Graph graph = builder.ToGraph();
        Assert.Equal(logits, Logits.Behind(graph, "y"));
        Assert.Equal(areProbabilities, Logits.AreProbabilities(graph, "y"));
        Assert.Equal("z", Logits.Behind(graph, "z"));
    }
}
