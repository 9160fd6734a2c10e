using System.ComponentModel.DataAnnotations;

namespace GradCamService.Explain.Queue;

/// <summary>Keys <c>Device</c>, <c>Device:Threads</c> and <c>Device:Precision</c>: where networks run, and how exactly.</summary>
public sealed class DeviceOptions
{
    public const string Section = "Device";

    /// <summary><c>auto</c> (a GPU where there is one), <c>cpu</c>, or <c>cuda:N</c>. Default <c>auto</c>.</summary>
    [RegularExpression("auto|cpu|cuda(:[0-9]{1,2})?", ErrorMessage = "Device must be auto, cpu, cuda or cuda:N.")]
    public string Name { get; set; } = "auto";

    /// <summary>
    /// How a GPU computes: <c>auto</c>, each network in the precision of its file; <c>float32</c>, networks of half precision widened, as a CPU
    /// always does; <c>tf32</c>, as <c>auto</c>, where products of float32 may be rounded to TF32's ten bits, which is faster and makes other
    /// maps. Default <c>auto</c>.
    /// </summary>
    [RegularExpression("auto|float32|tf32", ErrorMessage = "Device:Precision must be auto, float32 or tf32.")]
    public string Precision { get; set; } = "auto";

    /// <summary>Whether half precision is widened on every device.</summary>
    public bool WidensHalves => Precision == "float32";

    /// <summary>Threads that libtorch computes with on a CPU; 0 lets it choose. Default 0, 0 to 1,024.</summary>
    [Range(0, 1024, ErrorMessage = "Device:Threads must be from 0 to 1024.")]
    public int Threads { get; set; }
}
