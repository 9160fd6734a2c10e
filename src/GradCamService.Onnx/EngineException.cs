namespace GradCamService.Onnx;

/// <summary>What failed at run time on a graph that loaded.</summary>
public enum EngineFault
{
    OutOfMemory,
    Device,
    Engine,
}

/// <summary>libtorch or the device failed.</summary>
public sealed class EngineException(EngineFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public EngineFault Fault { get; } = fault;

    public static EngineFault? FaultOf(Exception exception) => exception switch
    {
        EngineException engine => engine.Fault,
        OutOfMemoryException => EngineFault.OutOfMemory,
        System.Runtime.InteropServices.ExternalException => EngineFault.Engine,
        _ => null,
    };
}
