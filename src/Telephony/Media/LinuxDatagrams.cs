using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>Datagrams by recvmmsg(2) and sendto(2): a sixth of what a socket of .NET costs a packet, and no allocation.</summary>
internal sealed unsafe partial class LinuxDatagrams : DatagramIo
{
    private const int DontWait = 0x40;
    private const int AddressLength = 28;
    private const int FourLength = 16;
    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    // for the life of the process: the engine's one batch
    private readonly Message* _messages = (Message*)NativeMemory.AllocZeroed(BatchSize, (nuint)sizeof(Message));
    private readonly byte* _data = (byte*)NativeMemory.Alloc(BatchSize * MaxDatagram);
    private readonly byte* _addresses = (byte*)NativeMemory.AllocZeroed((BatchSize + 1) * AddressLength);
    private readonly Vector* _vectors = (Vector*)NativeMemory.AllocZeroed(BatchSize, (nuint)sizeof(Vector));

    internal LinuxDatagrams()
    {
        for (var i = 0; i < BatchSize; i++)
        {
            _vectors[i] = new Vector { Start = _data + (i * MaxDatagram), Length = MaxDatagram };
            _messages[i].Header.Name = _addresses + (i * AddressLength);
            _messages[i].Header.Vectors = _vectors + i;
            _messages[i].Header.VectorCount = 1;
        }
    }

    /// <summary>The C library has the calls, and our structs have its layout.</summary>
    internal static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && HasCalls();

    private static bool HasCalls()
    {
        try
        {
            return ReceiveMany(-1, null, 0, DontWait, null) == -1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    internal override int Receive(Socket socket)
    {
        for (var i = 0; i < BatchSize; i++) _messages[i].Header.NameLength = AddressLength;
        return Math.Max(0, ReceiveMany((int)socket.SafeHandle.DangerousGetHandle(), _messages, BatchSize, DontWait, null));
    }

    internal override Span<byte> Data(int index) => new(_data + (index * MaxDatagram), (int)_messages[index].Length);

    internal override Peer Source(int index)
    {
        var address = new ReadOnlySpan<byte>(_addresses + (index * AddressLength), AddressLength);
        return Peer.Read(address, MemoryMarshal.Read<ushort>(address) == Inet);
    }

    internal override bool Send(Socket socket, ReadOnlySpan<byte> datagram, Peer to)
    {
        var address = new Span<byte>(_addresses + (BatchSize * AddressLength), AddressLength);
        var four = to.IsFour;
        MemoryMarshal.Write(address, four ? Inet : Inet6);
        to.Write(address);
        fixed (byte* bytes = datagram, name = address)
        {
            return SendTo((int)socket.SafeHandle.DangerousGetHandle(), bytes, (nuint)datagram.Length, DontWait, name, four ? (uint)FourLength : AddressLength) == datagram.Length;
        }
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int ReceiveMany(int socket, Message* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendto")]
    private static partial nint SendTo(int socket, byte* bytes, nuint length, int flags, byte* address, uint addressLength);

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr on 64-bit Linux</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr: its length comes after the header's padding</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public Header Header;
        public uint Length;
    }
}
