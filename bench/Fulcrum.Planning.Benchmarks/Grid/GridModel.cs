using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Planning.Placements;
using Fulcrum.Runtime;

namespace Fulcrum.Planning.Benchmarks.Grid;

/// <summary>One model of the grid, measured.</summary>
internal sealed record GridModel(string Name, string Data, PreparedVariant Prepared, VariantSpace Space)
{
    public static GridModel Measure(string name, string path, string data, GraphPlanOptions options)
    {
        var runner = new OnnxRuntimeRunner(1);
        var context = new OperatorContext { Runner = runner, Data = DatasetStore.Open(data), Read = OnnxFile.Read, Serialize = OnnxFile.Serialize };
        Model model = OnnxFile.Read(path);
        PreparedVariant prepared = new VariantBuilder(runner, context, options).Build(new CandidateModel(name, model, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))), null);
        return new GridModel(name, data, prepared, new VariantSpace(prepared.Variant, options.System));
    }
}
