/**
 * What Linux calls its error numbers in English; the negative ones are getaddrinfo's. A node's locale may say them otherwise.
 * Source: glibc's strerror() and gai_strerror().
 */
export const LINUX_ERRORS: ReadonlyMap<number, string> = new Map([
  [1, 'Operation not permitted'],
  [2, 'No such file or directory'],
  [3, 'No such process'],
  [4, 'Interrupted system call'],
  [5, 'Input/output error'],
  [6, 'No such device or address'],
  [7, 'Argument list too long'],
  [8, 'Exec format error'],
  [9, 'Bad file descriptor'],
  [10, 'No child processes'],
  [11, 'Resource temporarily unavailable'],
  [12, 'Cannot allocate memory'],
  [13, 'Permission denied'],
  [14, 'Bad address'],
  [16, 'Device or resource busy'],
  [17, 'File exists'],
  [18, 'Invalid cross-device link'],
  [19, 'No such device'],
  [20, 'Not a directory'],
  [21, 'Is a directory'],
  [22, 'Invalid argument'],
  [23, 'Too many open files in system'],
  [24, 'Too many open files'],
  [25, 'Inappropriate ioctl for device'],
  [26, 'Text file busy'],
  [27, 'File too large'],
  [28, 'No space left on device'],
  [29, 'Illegal seek'],
  [30, 'Read-only file system'],
  [31, 'Too many links'],
  [32, 'Broken pipe'],
  [36, 'File name too long'],
  [39, 'Directory not empty'],
  [40, 'Too many levels of symbolic links'],
  [71, 'Protocol error'],
  [88, 'Socket operation on non-socket'],
  [92, 'Protocol not available'],
  [95, 'Operation not supported'],
  [97, 'Address family not supported by protocol'],
  [98, 'Address already in use'],
  [99, 'Cannot assign requested address'],
  [100, 'Network is down'],
  [101, 'Network is unreachable'],
  [103, 'Software caused connection abort'],
  [104, 'Connection reset by peer'],
  [105, 'No buffer space available'],
  [107, 'Transport endpoint is not connected'],
  [110, 'Connection timed out'],
  [111, 'Connection refused'],
  [112, 'Host is down'],
  [113, 'No route to host'],
  [115, 'Operation now in progress'],
  [116, 'Stale file handle'],
  [122, 'Disk quota exceeded'],
  [-2, 'Name or service not known'],
  [-3, 'Temporary failure in name resolution'],
  [-5, 'No address associated with hostname'],
]);

/** `[Errno 2] Datei oder Verzeichnis nicht gefunden: 'x'` → `[Errno 2] No such file or directory: 'x'`. */
export function inEnglish(message: string): string {
  return message.replace(
    /\[Errno (-?\d{1,5})\] ((?:[^:'"(),\n]|(?<=\p{L})'(?=\p{L})){1,100})/gu,
    (all, number: string, words: string) => {
      const english = LINUX_ERRORS.get(Number(number));
      return english === undefined || words.startsWith(english) ? all : `[Errno ${number}] ${english}`;
    }
  );
}
