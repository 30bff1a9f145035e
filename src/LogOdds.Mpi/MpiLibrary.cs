using System.Runtime.InteropServices;
using LogOdds.Data;

namespace LogOdds.Mpi;

/// <summary>
/// The functions of an MPI library that are used, found by name. Open MPI's handles are addresses of what it exports, those of MPICH
/// are numbers; the functions are the same. Calls come from several threads, one at a time (<see cref="Gate"/>).
/// </summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The support of threads that is asked for: several threads, but one call at a time.</summary>
    private const int Serialized = 2;

    private const int OpenMpiVersion = 40;
    private const int MpichVersion = 12;

    private readonly nint _world;
    private readonly nint _byte;
    private readonly nint _ignoredStatus;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged[Cdecl]<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged[Cdecl]<nint, int, int> _abort;
    private readonly delegate* unmanaged[Cdecl]<int> _finalize;

    private MpiLibrary(nint handle, nint world, nint @byte, nint ignoredStatus)
    {
        (Handle, _world, _byte, _ignoredStatus) = (handle, world, @byte, ignoredStatus);
        _send = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)NativeLibrary.GetExport(handle, "MPI_Isend");
        _receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)NativeLibrary.GetExport(handle, "MPI_Irecv");
        _test = (delegate* unmanaged[Cdecl]<nint*, int*, nint, int>)NativeLibrary.GetExport(handle, "MPI_Test");
        _abort = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(handle, "MPI_Abort");
        _finalize = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "MPI_Finalize");
    }

    /// <summary>The library as the system loaded it.</summary>
    public nint Handle { get; }

    /// <summary>Held during each call.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How this process was started.</summary>
    public static Launch Launch()
    {
        if (Has("OMPI_COMM_WORLD_SIZE")) return Mpi.Launch.OpenMpi;
        if (Has("PMI_RANK") && Has("PMI_SIZE")) return Mpi.Launch.Mpich;
        return Has("PMIX_RANK") ? Mpi.Launch.Pmix : Mpi.Launch.None;

        static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
    }

    /// <summary>Loads the library of those who started the process; the other's would take it for alone, or fail.</summary>
    /// <exception cref="UnusableDataException">It is not on this machine.</exception>
    public static MpiLibrary Load(Launch launch)
    {
        var library = launch == Mpi.Launch.Mpich ? Mpich() : OpenMpi() ?? (launch == Mpi.Launch.Pmix ? Mpich() : null);
        return library ?? throw new UnusableDataException(launch == Mpi.Launch.Mpich ? $"the program was started by mpiexec or srun, but libmpich.so.{MpichVersion} is not on this machine" : $"the program was started by mpirun or srun, but libmpi.so.{OpenMpiVersion} is not on this machine",
            Environment.MachineName, launch == Mpi.Launch.Mpich ? "Install MPICH (apt-get install libmpich12)." : "Install Open MPI (apt-get install libopenmpi3).");
    }

    /// <summary>Starts MPI; the rank of this process and how many there are.</summary>
    /// <exception cref="UnusableDataException">The library does not know of threads.</exception>
    public (int Rank, int Size) Start()
    {
        int provided, rank, size;
        ((delegate* unmanaged[Cdecl]<int*, byte***, int, int*, int>)NativeLibrary.GetExport(Handle, "MPI_Init_thread"))(null, null, Serialized, &provided);
        ((delegate* unmanaged[Cdecl]<nint, int*, int>)NativeLibrary.GetExport(Handle, "MPI_Comm_rank"))(_world, &rank);
        ((delegate* unmanaged[Cdecl]<nint, int*, int>)NativeLibrary.GetExport(Handle, "MPI_Comm_size"))(_world, &size);
        if (provided < Serialized) throw new UnusableDataException("the MPI library was built without threads", Environment.MachineName, "Use one that gives MPI_THREAD_SERIALIZED.");
        return (rank, size);
    }

    /// <summary>Begins to send; the memory stays where it is until the request is done.</summary>
    public void Send(byte* from, int count, int partner, int tag, nint* request) => _send(from, count, _byte, partner, tag, _world, request);

    /// <summary>Begins to receive, at most so many bytes.</summary>
    public void Receive(byte* to, int count, int partner, int tag, nint* request) => _receive(to, count, _byte, partner, tag, _world, request);

    /// <summary>Whether a request is done.</summary>
    public bool IsDone(nint* request)
    {
        int flag;
        _test(request, &flag, _ignoredStatus);
        return flag != 0;
    }

    /// <summary>Ends all processes.</summary>
    public void Abort(int code) => _abort(_world, code);

    /// <summary>Ends MPI in this process.</summary>
    public void End() => _finalize();

    private static MpiLibrary? OpenMpi() => NativeLibrary.TryLoad($"libmpi.so.{OpenMpiVersion}", out var handle)
        ? new MpiLibrary(handle, NativeLibrary.GetExport(handle, "ompi_mpi_comm_world"), NativeLibrary.GetExport(handle, "ompi_mpi_byte"), 0)
        : null;

    // Other libraries with the interface of MPICH, such as Intel's, are called libmpi.so.12.
    private static MpiLibrary? Mpich() => NativeLibrary.TryLoad($"libmpich.so.{MpichVersion}", out var handle) || NativeLibrary.TryLoad($"libmpi.so.{MpichVersion}", out handle)
        ? new MpiLibrary(handle, 0x44000000, 0x4c00010d, 1)
        : null;
}
