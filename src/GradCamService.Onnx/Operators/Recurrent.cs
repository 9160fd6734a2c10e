using static TorchSharp.torch;

namespace GradCamService.Onnx.Operators;

/// <summary>Recurrent layers over sequences <c>[T, N, I]</c>, forward in time.</summary>
internal static class Recurrent
{
    public static readonly Dictionary<OperatorKey, Operator> Operators = new()
    {
        [new("LSTM", 7)] = Lstm,
    };

    private static Outputs Lstm(OperatorCall call)
    {
        var (x, hidden) = (call[0], call.Attributes.RequiredInt("hidden_size"));
        if (call[1].shape[0] != 1 || call.Attributes.Int("layout", 0) != 0 || call.Optional(7) is not null)
            throw call.Error("one direction, layout 0 and no peepholes are implemented");
        var (weights, recurrent) = (call[1][0], call[2][0]);
        var gates = x.matmul(weights.t());
        if (call.Optional(3) is { } bias)
            gates = gates + bias[0].narrow(0, 0, 4 * hidden) + bias[0].narrow(0, 4 * hidden, 4 * hidden);
        var h = call.Optional(5)?[0] ?? zeros([x.shape[1], hidden], x.dtype, x.device);
        var c = call.Optional(6)?[0] ?? zeros([x.shape[1], hidden], x.dtype, x.device);
        var lengths = call.Optional(4)?.to(x.device).unsqueeze(1);
        var (r, steps) = (recurrent.t(), new List<Tensor>());
        for (var t = 0; t < x.shape[0]; t++)
        {
            var parts = (gates[t] + h.matmul(r)).chunk(4, 1);
            var cell = parts[2].sigmoid() * c + parts[0].sigmoid() * parts[3].tanh();
            var next = parts[1].sigmoid() * cell.tanh();
            var running = lengths?.gt(t);
            steps.Add(running is null ? next : next * running);
            (h, c) = running is null ? (next, cell) : (where(running, next, h), where(running, cell, c));
        }
        return new Tensor?[] { stack(steps).unsqueeze(1), h.unsqueeze(0), c.unsqueeze(0) };
    }
}
