using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>The doors through which a model comes in.</summary>
internal static class Door
{
    /// <summary>Reads a file that must be refused for one reason.</summary>
    /// <param name="path">The file.</param>
    /// <param name="code">The reason.</param>
    /// <param name="place">What the place must name.</param>
    public static Problem Refused(string path, string code, string place) =>
        Named(Refusal(new FileInfo(path).Length, () => OnnxFile.Read(path)), code, place);

    /// <summary>Reads bytes that must be refused for one reason, as a file and from memory.</summary>
    public static Problem Refused(byte[] bytes, string code, string place = "bad.onnx@")
    {
        using var folder = new TempFolder();
        Named(Refusal(bytes.Length, () => OnnxFile.Parse(bytes, "bad.onnx")), code, place);
        return Refused(folder.Write("bad.onnx", bytes), code, place);
    }

    /// <summary>Reads bytes that must be accepted, and checks the model, which must have this problem.</summary>
    public static Problem Found(byte[] bytes, CheckLevel level, string code, string place) => Found(Accepted(bytes), level, code, place);

    /// <summary>Checks a model, which must have this problem.</summary>
    public static Problem Found(Model model, CheckLevel level, string code, string place)
    {
        IReadOnlyList<Problem> problems = Guarded.Run(1 << 20, () => ModelChecker.Check(model, level));
        Assert.NotEmpty(problems);
        return Named(Assert.Single(problems, p => p.Code == code), code, place);
    }

    /// <summary>A model that all doors let through.</summary>
    public static Model Harmless(byte[] bytes, CheckLevel level = CheckLevel.Types)
    {
        Model model = Accepted(bytes);
        Guarded.Run(bytes.Length, () =>
        {
            Assert.Empty(ModelChecker.Check(model, level));
            TypeInference.Infer(model);
            CutFinder.Find(model);
            byte[] first = OnnxFile.Serialize(model);
            Assert.Equal(first, OnnxFile.Serialize(OnnxFile.Parse(first, "again")));
            return model;
        });
        return model;
    }

    public static Model Accepted(byte[] bytes)
    {
        using var folder = new TempFolder();
        string path = folder.Write("odd.onnx", bytes);
        return Guarded.Run(bytes.Length, () => OnnxFile.Read(path));
    }

    public static InputException Refusal<T>(long bytes, Func<T> action) => Assert.Throws<InputException>(() => Guarded.Run(bytes, () => (object?)action()));

    private static Problem Named(InputException refusal, string code, string place) => Named(Assert.Single(refusal.Problems), code, place);

    private static Problem Named(Problem problem, string code, string place)
    {
        Assert.Equal(code, problem.Code);
        Assert.Contains(place, problem.Place, StringComparison.Ordinal);
        Assert.DoesNotContain(problem.ToString(), char.IsControl);
        return problem;
    }
}
