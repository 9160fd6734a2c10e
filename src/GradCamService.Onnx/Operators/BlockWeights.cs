using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>
/// Weights of few bits in blocks along their rows, each with its scale and zero point, as <c>MatMulNBits</c> has them:
/// w[n, k] = (q[n, k] − zero[n, block of k]) · scale[n, block of k].
/// </summary>
internal static class BlockWeights
{
    /// <param name="call">
    /// MatMulNBits: 1 codes <c>[N, blocks, bytes]</c>, 2 scales, 3 zero points (packed like the codes, or numbers), 4 the block of each column
    /// where they are not in order.
    /// </param>
    /// <returns><c>[N, K]</c>.</returns>
    public static Tensor Decode(OperatorCall call)
    {
        var (columns, rows) = (Size(call, "K"), Size(call, "N"));
        var (bits, block) = (call.Attributes.RequiredInt("bits"), Size(call, "block_size"));
        if (bits is not (2 or 4 or 8))
            throw call.Error($"{bits} bits are not one of 2, 4, 8");
        var blocks = (columns + block - 1) / block;
        SizeLimits.Check(call, rows, blocks * block);
        var scales = Exactly(call, 2, call[2], rows * blocks).reshape(rows, blocks);
        var codes = Exactly(call, 1, call[1], rows * blocks * block * bits / 8);
        var centred = Unpacked(codes, bits).reshape(rows, -1).narrow(1, 0, columns).to(scales.dtype, scales.device)
            - Spread(call, Zeros(call, rows, blocks, bits).to(scales.dtype, scales.device), block, columns);
        return centred * Spread(call, scales, block, columns);
    }

    /// <summary>The value of each column's block, <c>[N, K]</c>.</summary>
    private static Tensor Spread(OperatorCall call, Tensor perBlock, long block, long columns) => call.Optional(4) is { } order
        ? perBlock.index_select(1, Exactly(call, 4, order, columns).to(ScalarType.Int64).to(perBlock.device))
        : perBlock.repeat_interleave(block, 1).narrow(1, 0, columns);

    private static Tensor Zeros(OperatorCall call, long rows, long blocks, long bits)
    {
        if (call.Optional(3) is not { } zeros)
            return full([rows, blocks], Numbers.Of(1L << (int)(bits - 1)), ScalarType.Float32);
        if (zeros.is_floating_point())
            return Exactly(call, 3, zeros, rows * blocks).reshape(rows, blocks);
        var bytes = (blocks * bits + 7) / 8;
        return Unpacked(Exactly(call, 3, zeros, rows * bytes), bits).reshape(rows, -1).narrow(1, 0, blocks);
    }

    /// <summary>Bytes → their codes, the lowest bits first.</summary>
    private static Tensor Unpacked(Tensor bytes, long bits)
    {
        var whole = bytes.flatten().to(ScalarType.Int32);
        var mask = tensor((1 << (int)bits) - 1, device: bytes.device);
        return stack(Enumerable.Range(0, (int)(8 / bits)).Select(part => whole.bitwise_right_shift(tensor((int)(part * bits), device: bytes.device)).bitwise_and(mask)), 1);
    }

    private static long Size(OperatorCall call, string name) => call.Attributes.RequiredInt(name) is > 0 and var size and <= int.MaxValue ? size
        : throw call.Error($"attribute '{name}' is not a size");

    private static Tensor Exactly(OperatorCall call, int index, Tensor tensor, long count) => tensor.numel() == count ? tensor
        : throw call.Error($"input {index} has {tensor.numel()} elements, expected {count}");
}
