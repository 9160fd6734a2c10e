using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>
/// Changes a network and not its bytes: a field of some message is left out, repeated, exchanged, or gets another's value. Names of tensors so
/// become inputs elsewhere and make cycles, sizes become immense, operators others.
/// </summary>
internal static class ProtoDamage
{
    private static readonly long[] Numbers =
        [0, 1, -1, 2, 3, 4, 7, 16, 255, 1 << 16, (1 << 24) - 1, 1L << 31, -(1L << 31), 1L << 32, 1L << 40, long.MaxValue, long.MinValue];

    private static readonly double[] Reals = [0, 1, -1, 0.5, -0.0, 1e-30, 1e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308];

    private static readonly string[] Operators = [.. OperatorTable.Lines.Keys.Select(key => key.Name).Distinct().Order(StringComparer.Ordinal)];

    private static readonly string[] Texts = ["", "com.microsoft", "ai.onnx", "\0", "../x", "NOTSET", "SAME_UPPER", "linear", "image", "data.bin"];

    public static void Change(ModelProto model, Random random)
    {
        var messages = Within(model).ToList();
        var message = messages[random.Next(messages.Count)];
        var fields = message.Descriptor.Fields.InDeclarationOrder();
        var field = fields[random.Next(fields.Count)];
        // Half of the time one that is there, since most are not.
        if (random.Next(2) == 0 && fields.Where(each => IsSet(each, message)).ToList() is { Count: > 0 } set)
            field = set[random.Next(set.Count)];
        if (field.IsRepeated)
            ChangeList((IList)field.Accessor.GetValue(message), field, messages, random);
        else if (random.Next(6) == 0)
            field.Accessor.Clear(message);
        else if (Value(field, field.Accessor.GetValue(message), messages, random) is { } value)
            field.Accessor.SetValue(message, value);
    }

    private static void ChangeList(IList list, FieldDescriptor field, List<IMessage> messages, Random random)
    {
        var at = list.Count == 0 ? 0 : random.Next(list.Count);
        switch (list.Count == 0 ? 0 : random.Next(5))
        {
            case 0 when Value(field, null, messages, random) is { } value:
                list.Insert(at, value);
                break;
            case 1:
                list.RemoveAt(at);
                break;
            case 2:
                list.Add(Copy(list[at]!));
                break;
            case 3:
                var other = random.Next(list.Count);
                (list[at], list[other]) = (Copy(list[other]!), Copy(list[at]!));
                break;
            case 4 when Value(field, list[at], messages, random) is { } value:
                list[at] = value;
                break;
        }
    }

    /// <summary>Null where the model has none of this type.</summary>
    private static object? Value(FieldDescriptor field, object? old, List<IMessage> messages, Random random) => field.FieldType switch
    {
        FieldType.Message => messages.Where(message => message.Descriptor == field.MessageType).ToList() is { Count: > 0 } others
            ? Copy(others[random.Next(others.Count)]) : null,
        FieldType.Int64 => old is long number && random.Next(3) == 0 ? number + random.Next(-2, 3) : Numbers[random.Next(Numbers.Length)],
        FieldType.UInt64 => (ulong)Numbers[random.Next(Numbers.Length)],
        FieldType.Int32 => random.Next(2) == 0 ? random.Next(0, 30) : unchecked((int)Numbers[random.Next(Numbers.Length)]),
        FieldType.Enum => Enum.ToObject(old!.GetType(), random.Next(0, 18)),
        FieldType.Float => (float)Reals[random.Next(Reals.Length)],
        FieldType.Double => Reals[random.Next(Reals.Length)],
        FieldType.Bytes => ByteString.CopyFrom(Bytes((old as ByteString)?.ToByteArray() ?? [], random)),
        _ => Text(field, messages, random),
    };

    private static string Text(FieldDescriptor field, List<IMessage> messages, Random random)
    {
        if (field.Name == "op_type")
            return Operators[random.Next(Operators.Length)];
        var names = messages.OfType<NodeProto>().SelectMany(node => node.Input.Concat(node.Output))
            .Concat(messages.OfType<AttributeProto>().Select(attribute => attribute.Name)).ToList();
        return names.Count == 0 || random.Next(4) == 0 ? Texts[random.Next(Texts.Length)] : names[random.Next(names.Count)];
    }

    private static byte[] Bytes(byte[] bytes, Random random)
    {
        if (bytes.Length > 0 && random.Next(2) == 0)
            return bytes[..random.Next(bytes.Length)];
        for (var i = 0; i < Math.Min(16, bytes.Length); i++)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static object Copy(object value) => value is IMessage message ? message.Descriptor.Parser.ParseFrom(message.ToByteString()) : value;

    private static bool IsSet(FieldDescriptor field, IMessage message) =>
        field.IsRepeated ? ((IList)field.Accessor.GetValue(message)).Count > 0 : field.Accessor.HasValue(message);

    private static IEnumerable<IMessage> Within(IMessage message)
    {
        yield return message;
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && IsSet(field, message)))
        {
            var values = field.IsRepeated ? ((IList)field.Accessor.GetValue(message)).Cast<IMessage>() : [(IMessage)field.Accessor.GetValue(message)];
            foreach (var inner in values.SelectMany(Within))
                yield return inner;
        }
    }
}
