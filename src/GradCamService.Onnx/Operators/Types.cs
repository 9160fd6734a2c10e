using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Changes of the element type.</summary>
internal static class Types
{
    private const int Uint16 = 4;
    private const int Uint32 = 12;

    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("Cast", 6)] = new(Cast, Trait.Moves | Trait.Casts),
        [new("CastLike", 15)] = new(call => To(call, call[1].dtype)),
    };

    /// <summary>The library's type for a number in an attribute; an unsupported one is refused with the node's name.</summary>
    public static ScalarType Of(OperatorCall call, long onnxType)
    {
        try
        {
            return ElementTypes.Of((int)Math.Clamp(onnxType, int.MinValue, int.MaxValue));
        }
        catch (OnnxException exception)
        {
            throw call.Error(exception.Message);
        }
    }

    [Note("differentiable between types with a fraction; uint16, uint32 and uint64 are held in wider signed types")]
    private static Outputs Cast(OperatorCall call)
    {
        var to = call.Attributes.RequiredInt("to");
        var cast = To(call, Of(call, to));
        return to switch
        {
            Uint16 => cast.bitwise_and(tensor(0xFFFF)),
            Uint32 => cast.bitwise_and(tensor(0xFFFFFFFFL)),
            _ => cast,
        };
    }

    /// <summary>Numbers with a fraction live on the graph's device, all others on the CPU.</summary>
    private static Tensor To(OperatorCall call, ScalarType type)
    {
        var cast = call[0].to(type);
        return cast.to(cast.is_floating_point() ? call.Device : CPU);
    }
}
