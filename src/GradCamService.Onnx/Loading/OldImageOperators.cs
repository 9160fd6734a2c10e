namespace GradCamService.Onnx.Loading;

/// <summary>Operators of ONNX's first versions, since removed, that Core ML's converter and ONNX Runtime still know.</summary>
internal static class OldImageOperators
{
    // αx + β
    public static bool Affine(PlainNodes nodes)
    {
        var scaled = nodes.Add("Mul", [nodes.Input(0), nodes.Constant([nodes.Float32("alpha", 1)], [])]);
        nodes.Add("Add", [scaled, nodes.Constant([nodes.Float32("beta", 0)], [])], [nodes.Output(0)]);
        return true;
    }

    // scale · x + bias of the channel, [N, C, H, W].
    public static bool ImageScaler(PlainNodes nodes)
    {
        var bias = nodes.Floats("bias") ?? [];
        var scaled = nodes.Add("Mul", [nodes.Input(0), nodes.Constant([nodes.Float32("scale", 1)], [])]);
        if (bias.Length == 0)
            nodes.Add("Identity", [scaled], [nodes.Output(0)]);
        else
            nodes.Add("Add", [scaled, nodes.Constant(bias, [bias.Length, 1, 1])], [nodes.Output(0)]);
        return true;
    }

    // border: left, top, right, bottom. With a scale, height and width, what lies right of and below it does not matter.
    public static bool Crop(PlainNodes nodes)
    {
        if (nodes.Ints("border") is not [var left, var top, var right, var bottom])
            return false;
        var (height, width) = nodes.Ints("scale") is [var h, var w] ? (top + h, left + w) : (End(bottom), End(right));
        nodes.Slice(nodes.Input(0), [nodes.Output(0)], [top, left], [height, width], [2, 3]);
        return true;
    }

    private static long End(long border) => border == 0 ? int.MaxValue : -border;
}
