using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>How the channels of convolutions hang together, all with channels second: filters with outputs, their planes with inputs.</summary>
internal static class ConvolutionCoupling
{
    /// <summary>A convolution with a weight [outputs, inputs / group, kernel].</summary>
    public static void Sliding(CouplingScope scope)
    {
        scope.Join(scope.In(1, 0), scope.Out(0, 1));
        Around(scope, 1);
    }

    /// <summary>A transposed convolution with a weight [inputs, outputs / group, kernel].</summary>
    public static void Spreading(CouplingScope scope)
    {
        scope.Join(scope.In(1, 0), scope.In(0, 1));
        Around(scope, 0);
    }

    /// <summary>
    /// Samples, bias, and the weight's second axis. In a grouped convolution that axis stays, and a whole group goes: its inputs with its outputs.
    /// A depthwise one has groups of one input.
    /// </summary>
    private static void Around(CouplingScope scope, int secondIsInput)
    {
        scope.JoinAxes(0, 0, (0, 0));
        scope.JoinParameter(2, 0, 1);
        long groups = scope.Node.Int("group", 1);
        PortAxis inputs = scope.In(0, 1), outputs = scope.Out(0, 1);
        if (groups == 1)
        {
            scope.Join(scope.In(1, 1), secondIsInput == 1 ? inputs : outputs);
            return;
        }

        if (scope.InputShape(0)?[1].Size is not long channels || scope.OutputShape(0)?[1].Size is not long filters || channels % groups != 0 || filters % groups != 0)
            return;
        (long fan, long width) = (channels / groups, filters / groups);
        for (int i = 0; i < channels; i++)
            scope.Join(inputs, i, outputs, (int)(i / fan * width));
        for (int i = 0; i < filters; i++)
            scope.Join(inputs, (int)(i / width * fan), outputs, i);
        scope.WhenShrunk(cut => cut.With("group", cut.Size(inputs) / fan));
    }
}
