namespace Fulcrum.Isolation.Child;

/// <summary>What the worker's command line is made of.</summary>
internal static class WorkerArguments
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "worker";

    /// <summary>The first half of the start: descriptor, bytes of memory, process of the server.</summary>
    public const string Confine = "confine";

    /// <summary>The second half: descriptor.</summary>
    public const string Serve = "serve";

    /// <summary>The environment variable in which the second half finds what the first did.</summary>
    public const string Report = "FULCRUM_WORKER_LIMITS";

    /// <summary>The model's file, seen from the worker's folder.</summary>
    public const string ModelFile = "../model.onnx";
}
