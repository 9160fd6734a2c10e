using GradCamService.Explain.Imaging.Decoding;
using Xunit;

namespace GradCamService.Explain.Tests.Imaging;

/// <summary>Blocks are shared by all decoders, so that no other test may decode meanwhile.</summary>
[Collection(nameof(AloneCollection))]
public sealed class PixelBlockTests
{
    private const long Small = 3 << 20;
    private const long Large = 65 << 20;

    [Fact]
    public void A_block_is_used_again()
    {
        var first = PixelBlock.Rent(Small);
        var start = first.Start;
        first.Dispose();

        using var second = PixelBlock.Rent(Small);

        Assert.Equal(start, second.Start);
    }

    [Fact]
    public void Two_at_once_are_two()
    {
        using var first = PixelBlock.Rent(Small);
        using var second = PixelBlock.Rent(Small);

        Assert.NotEqual(first.Start, second.Start);
    }

    [Fact]
    public void A_large_block_goes_back_to_the_system()
    {
        var first = PixelBlock.Rent(Large);
        first.Bytes(1)[0] = 1;
        first.Dispose();

        using var second = PixelBlock.Rent(Large);

        // The system gives nobody what another has written.
        Assert.Equal(0, second.Bytes(1)[0]);
    }
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
