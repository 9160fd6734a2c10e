using System.Buffers.Binary;
using System.IO.Hashing;
using static TorchSharp.torch;

namespace GradCamService.Explain.Methods;

/// <summary>What is random in a method, and yet the same for the same request.</summary>
internal static class Chance
{
    /// <summary>Numbers that depend on a seed and on which copy of an image they are for, whatever is drawn before. The caller disposes it.</summary>
    public static Generator For(int seed, int copy)
    {
        Span<byte> both = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(both, seed);
        BinaryPrimitives.WriteInt32LittleEndian(both[sizeof(int)..], copy);
        // libtorch's generator of the CPU looks at 32 bits of a seed.
        return new Generator(XxHash32.HashToUInt32(both), CPU);
    }
}
