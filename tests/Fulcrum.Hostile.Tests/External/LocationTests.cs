using Fulcrum.Hostile.Tests.Made;
using static Fulcrum.Hostile.Tests.Made.Onnx;

namespace Fulcrum.Hostile.Tests.External;

/// <summary>Where data in other files may be. CVE-2022-25882, CVE-2024-27318, CVE-2026-27489, CVE-2026-34446, CVE-2026-34447.</summary>
public sealed class LocationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("a/./secret")]
    [InlineData("./secret")]
    [InlineData("a//secret")]
    [InlineData("..\\secret")]
    [InlineData("C:secret")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData("file:///etc/passwd")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void Read_LocationThatIsNoPlainPath_IsRefused(string location)
    {
        _folder.Write("secret", new byte[16]);
        _folder.Write("sub/a/secret", new byte[16]);
        string path = _folder.Write("sub/m.onnx", Model(AddGraph(Elsewhere(location))));
        Door.Refused(path, "external-path", "tensor 'w'");
    }

    [Fact]
    public void Read_NameWithTurnedTextInItsPlace_IsShownWithoutTheMarks()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere("../x", name: "w\u202Eevil\n"))));
        Door.Refused(path, "external-path", "tensor 'w?evil?'");
    }

    [Fact]
    public void Read_SymbolicLink_IsRefused()
    {
        string secret = _folder.Write("secret", new byte[16]);
        string path = _folder.Write("sub/m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        File.CreateSymbolicLink(_folder["sub/w.data"], secret);
        Door.Refused(path, "external-link", "tensor 'w'");
    }

    [Fact]
    public void Read_SymbolicLinkAsParentFolder_IsRefused()
    {
        _folder.Write("outside/secret", new byte[16]);
        string path = _folder.Write("sub/m.onnx", Model(AddGraph(Elsewhere("a/secret"))));
        Directory.CreateSymbolicLink(_folder["sub/a"], _folder["outside"]);
        Door.Refused(path, "external-link", "tensor 'w'");
    }

    [Fact]
    public void Read_SymbolicLinkToTheModelsOwnFolder_IsFollowed()
    {
        _folder.Write("sub/w.data", new byte[16]);
        _folder.Write("sub/m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        Directory.CreateSymbolicLink(_folder["named"], _folder["sub"]);
        Assert.Equal(16, Fulcrum.Onnx.OnnxFile.Read(_folder["named/m.onnx"]).Graph.Initializers[0].Bytes.Length);
    }

    [Fact]
    public void Read_HardLink_IsRefused()
    {
        string secret = _folder.Write("secret", new byte[16]);
        string path = _folder.Write("sub/m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        Native.HardLink(secret, _folder["sub/w.data"]);
        Door.Refused(path, "external-link", "tensor 'w'");
    }

    [Fact]
    public void Read_ProcFileThroughALink_IsRefused()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere("w.data", length: "16"))));
        File.CreateSymbolicLink(_folder["w.data"], "/proc/self/environ");
        Door.Refused(path, "external-link", "tensor 'w'");
    }

    [Fact]
    public void Read_Fifo_IsRefusedWithoutWaiting()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        Native.Fifo(_folder["w.data"]);
        Door.Refused(path, "model-not-a-file", "tensor 'w'");
    }

    [Fact]
    public void Read_Device_IsRefused()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        File.CreateSymbolicLink(_folder["w.data"], "/dev/zero");
        Door.Refused(path, "model-not-a-file", "tensor 'w'");
    }

    [Fact]
    public void Read_Directory_IsRefused()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere("w.data"))));
        Directory.CreateDirectory(_folder["w.data"]);
        Door.Refused(path, "model-not-a-file", "tensor 'w'");
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/w.data")]
    public void Read_MissingFile_IsRefused(string location) =>
        Door.Refused(_folder.Write("m.onnx", Model(AddGraph(Elsewhere(location)))), "model-not-found", "tensor 'w'");

    [Fact]
    public void Read_LocationOfAMegabyte_IsRefusedInFewWords()
    {
        string path = _folder.Write("m.onnx", Model(AddGraph(Elsewhere(new string('a', 1 << 20)))));
        Assert.InRange(Door.Refused(path, "model-not-readable", "tensor 'w'").ToString().Length, 1, 10_000);
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("folder")]
    [InlineData("device")]
    public void Read_ModelThatIsNoPlainFile_IsRefused(string kind)
    {
        string path = kind == "device" ? "/dev/zero" : _folder["m.onnx"];
        if (kind == "fifo")
            Native.Fifo(path);
        else if (kind == "folder")
            Directory.CreateDirectory(path);
        Assert.Equal("model-not-a-file", Assert.Single(Door.Refusal(0, () => Fulcrum.Onnx.OnnxFile.Read(path)).Problems).Code);
    }
}
