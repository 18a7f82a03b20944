using Fulcrum.Data;
using Fulcrum.Lab.Inputs;

namespace Fulcrum.Lab.Tests.Inputs;

public sealed class EncodedInputsTests
{
    [Fact]
    public void MeanBytes_EvenAndRandomSamples_CompressesOnlyTheEven()
    {
        byte[] noise = new byte[1000];
        new Random(1).NextBytes(noise);
        double even = EncodedInputs.MeanBytes(new DatasetSplit("even", 1000, new byte[2000], new byte[2]));
        double mixed = EncodedInputs.MeanBytes(new DatasetSplit("mixed", 1000, (byte[])[.. new byte[1000], .. noise], new byte[2]));
        Assert.InRange(even, 5, 30);
        Assert.InRange(mixed, (even + 1000) / 2, (even + 1030) / 2);
    }
}
