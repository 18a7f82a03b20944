using System.Runtime.InteropServices;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Server.Tests;

/// <summary>Plan folders of the small net whose device fetches its weights coded.</summary>
internal static class PackedPlans
{
    public static readonly string[] Outputs = ["y", "early", "middle"];

    /// <summary>How the device gets its weights.</summary>
    public enum Form
    {
        /// <summary>As the floats that the codes stand for.</summary>
        Floats,

        /// <summary>Coded.</summary>
        Whole,

        /// <summary>Coded, the base first.</summary>
        Progressive,

        /// <summary>Coded, nothing but the base.</summary>
        BaseOnly,
    }

    /// <summary>Writes a folder of two tiers.</summary>
    public static PlanFolder Write(string folder, Form form)
    {
        Model model = StagePlans.Net();
        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, [CutMap.Of(model).At(StagePlans.First)]);
        PackedTensor[] coded = [.. parts[0].Model.Graph.Initializers.Select(Coded)], start = [.. coded.Select(CoarseWeights.Of)];
        PackedTensor[] used = form == Form.BaseOnly ? start : coded;
        Model given = Subgraph.ReplaceInitializers(parts[0].Model, used.ToDictionary(t => t.Name, t => Tensor.From<float>(t.Name, t.Shape, t.Dequantize())));
        FolderPart device = new(given) { Coded = form == Form.Floats ? [] : used, Base = form == Form.Progressive ? start : [] };
        return new PlanFolderWriter(OnnxFile.Serialize).Write(folder, [new("device", [device]), new("cloud", [new FolderPart(parts[1].Model)])], Outputs, (_, _) => PlanCoding.Plain, new PlanSource("net", new string('0', 64)));
    }

    /// <summary>All outputs for an input.</summary>
    public static async Task<float[]> AnswerAsync(IDeployment plan, int seed)
    {
        StagePlans.Input(seed).CopyTo(MemoryMarshal.Cast<byte, float>(plan.Input("x").Bytes));
        await plan.RunAsync();
        return [.. Enumerable.Range(0, Outputs.Length).SelectMany(o => MemoryMarshal.Cast<byte, float>(plan.Output(o)).ToArray())];
    }

    private static PackedTensor Coded(Tensor weight) => new(weight.Name, [.. weight.Shape], [StepGrid.Code(0.11)], [], [.. weight.Values<float>().ToArray().Select(v => (int)Math.Round(v / 0.11))]);
}
