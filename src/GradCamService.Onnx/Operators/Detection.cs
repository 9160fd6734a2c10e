using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>What detectors do after the network: choosing boxes.</summary>
internal static class Detection
{
    public static readonly Dictionary<OperatorKey, OperatorLine> Operators = new()
    {
        [new("NonMaxSuppression", 10)] = new(NonMaxSuppression),
    };

    [NotDifferentiable]
    private static Outputs NonMaxSuppression(OperatorCall call)
    {
        var (boxes, scores) = (call[0], call[1]);
        if (boxes.dim() != 3 || scores.dim() != 3 || !boxes.shape.SequenceEqual([scores.shape[0], scores.shape[2], 4]))
            throw call.Error(
                $"boxes {ShapeText.Of(boxes.shape)} and scores {ShapeText.Of(scores.shape)} do not fit together");
        var most = call.Optional(2) is null ? 0 : (long)call.Number(2);
        var overlap = call.Optional(3) is null ? 0 : call.Number(3);
        var threshold = call.Optional(4) is null ? double.NegativeInfinity : call.Number(4);
        var corners = Box.ReadAll(boxes, call.Attributes.Int("center_point_box", 0) != 0);
        var values = TensorValues.Floats(scores);
        var (classes, count) = ((int)scores.shape[1], (int)scores.shape[2]);
        var chosen = new List<long>();
        for (var row = 0; row < values.Length / Math.Max(count, 1); row++)
        {
            var ofImage = corners.AsSpan(row / classes * count, count);
            foreach (var box in Suppress(ofImage, values[(row * count)..((row + 1) * count)], most, overlap, threshold))
                chosen.AddRange([row / classes, row % classes, box]);
        }
        return tensor([.. chosen], chosen.Count / 3, 3);
    }

    /// <summary>Indices of the boxes that no chosen box with a higher score overlaps too much, highest score first.</summary>
    private static List<int> Suppress(ReadOnlySpan<Box> boxes, float[] scores, long most, double overlap, double threshold)
    {
        var chosen = new List<int>();
        var candidates = Enumerable.Range(0, scores.Length).Where(index => scores[index] > threshold);
        foreach (var candidate in candidates.OrderByDescending(index => scores[index]))
        {
            if (chosen.Count >= most)
                break;
            var isFree = true;
            for (var i = 0; i < chosen.Count && isFree; i++)
                isFree = boxes[candidate].Overlap(boxes[chosen[i]]) <= overlap;
            if (isFree)
                chosen.Add(candidate);
        }
        return chosen;
    }

    private readonly record struct Box(float Top, float Left, float Bottom, float Right)
    {
        /// <summary>Boxes as two opposite corners (y, x, y, x) in any order, or as centre and size (x, y, width, height).</summary>
        public static Box[] ReadAll(Tensor boxes, bool centred) =>
            [.. TensorValues.Floats(boxes).Chunk(4).Select(box => centred
                ? new Box(box[1] - box[3] / 2, box[0] - box[2] / 2, box[1] + box[3] / 2, box[0] + box[2] / 2)
                : new Box(Math.Min(box[0], box[2]), Math.Min(box[1], box[3]), Math.Max(box[0], box[2]), Math.Max(box[1], box[3])))];

        /// <summary>Intersection over union; 0 for boxes without area.</summary>
        public double Overlap(Box other)
        {
            var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
            var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
            var union = Area + other.Area - height * width;
            return height <= 0 || width <= 0 || union <= 0 ? 0 : height * width / union;
        }

        private float Area => (Bottom - Top) * (Right - Left);
    }
}
