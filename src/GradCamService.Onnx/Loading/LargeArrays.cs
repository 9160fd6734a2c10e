namespace GradCamService.Onnx.Loading;

/// <summary>
/// Leaves the large arrays of tensors in the file. Protocol buffers would hold half a gigabyte of weights in memory once more, beside the
/// tensors that are made of it; so the parser gets a copy of the file's messages without them, and the reader of tensors is told where
/// they lie.
/// </summary>
internal sealed class LargeArrays(FileBytes file)
{
    private const ulong LeastBytes = 4096;

    // As protocol buffers' own limit.
    private const int DeepestMessage = 100;

    private enum Message
    {
        Model,
        Graph,
        Function,
        Node,
        Attribute,
        Tensor,
    }

    // Fields by number that hold messages in which tensors lie (onnx.proto).
    private static readonly Dictionary<(Message, int), Message> Inside = new()
    {
        [(Message.Model, 7)] = Message.Graph,
        [(Message.Model, 25)] = Message.Function,
        [(Message.Graph, 1)] = Message.Node,
        [(Message.Graph, 5)] = Message.Tensor,
        [(Message.Function, 7)] = Message.Node,
        [(Message.Function, 11)] = Message.Attribute,
        [(Message.Node, 5)] = Message.Attribute,
        [(Message.Attribute, 5)] = Message.Tensor,
        [(Message.Attribute, 6)] = Message.Graph,
    };

    // float_data, raw_data, double_data: their bytes in the file are the elements' bytes.
    private static readonly int[] ArrayFields = [4, 9, 10];

    // Names, attributes and small tensors of networks with the largest vocabularies take a tenth of this; the messages made of them take several times as much.
    private const long MostBytes = 512 << 20;

    private const int StoredOffset = 1001;
    private const int StoredBytes = 1002;

    private int _nodes;
    private long _copied;

    /// <summary>The file's messages without large arrays; <c>stored_offset</c> and <c>stored_bytes</c> stand in their place.</summary>
    public MemoryStream Leave()
    {
        var messages = Copy(Message.Model, file.Length, 0);
        messages.Position = 0;
        return messages;
    }

    private MemoryStream Copy(Message message, long end, int depth)
    {
        if (depth > DeepestMessage)
            throw file.Malformed($"its messages are nested more than {DeepestMessage} deep");
        if (message == Message.Node)
            LoadBudget.CheckNodes(++_nodes);
        var copy = new MemoryStream();
        var hasLargeArray = false;
        while (file.Position < end)
        {
            var tag = file.Varint(end);
            var field = (int)Math.Min(tag >> 3, int.MaxValue);
            switch (tag & 7)
            {
                case 0 when message == Message.Tensor && field is StoredOffset or StoredBytes:
                    file.Varint(end);
                    break;
                case 0:
                    Write(copy, tag, file.Varint(end));
                    break;
                case 1:
                    Write(copy, tag);
                    Move(copy, 8, end);
                    break;
                case 5:
                    Write(copy, tag);
                    Move(copy, 4, end);
                    break;
                case 2:
                    var length = LengthWithin(end);
                    if (Inside.TryGetValue((message, field), out var inner))
                    {
                        var content = Copy(inner, file.Position + (long)length, depth + 1);
                        Write(copy, tag, (ulong)content.Length);
                        content.WriteTo(copy);
                    }
                    else if (message == Message.Tensor && length >= LeastBytes && ArrayFields.Contains(field))
                    {
                        if (hasLargeArray)
                            throw file.Malformed("the elements of a tensor are in several pieces");
                        hasLargeArray = true;
                        Write(copy, StoredOffset << 3, (ulong)file.Position, StoredBytes << 3, length);
                        file.Position += (long)length;
                    }
                    else
                    {
                        Write(copy, tag, length);
                        Move(copy, (long)length, end);
                    }
                    break;
                default:
                    throw file.Malformed($"a field has the unknown type {tag & 7}");
            }
        }
        return copy;
    }

    private ulong LengthWithin(long end)
    {
        var length = file.Varint(end);
        return length <= (ulong)(end - file.Position) ? length : throw file.Malformed("a message is longer than what it is in");
    }

    private void Move(MemoryStream copy, long count, long end)
    {
        if (count > end - file.Position || count > int.MaxValue)
            throw file.Malformed("it ends too early");
        if ((_copied += count) > MostBytes)
            throw file.Malformed($"without the arrays of its tensors it has more than {MostBytes} bytes");
        var start = copy.Length;
        copy.SetLength(start + count);
        file.Read(copy.GetBuffer().AsSpan((int)start, (int)count));
        copy.Position = copy.Length;
    }

    private static void Write(MemoryStream copy, params ReadOnlySpan<ulong> numbers)
    {
        foreach (var number in numbers)
        {
            var rest = number;
            for (; rest >= 0x80; rest >>= 7)
                copy.WriteByte((byte)(rest | 0x80));
            copy.WriteByte((byte)rest);
        }
    }
}
